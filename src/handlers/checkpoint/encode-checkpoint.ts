import type { HostTensor, StateTree } from '../../contracts';
import { CheckpointError } from '../../errors';
import { isHostTensor, sha256 } from '../../internal';
import { readSafetensorsHeader, writeSafetensors } from '../../safetensors';
import { DEEPEST_TREE, FORMAT_VERSION, MANIFEST_KEY, STATE_KEY, TAG } from './manifest';

const OWNER = 'encodeCheckpoint';

/**
 * Writes a state tree as one checkpoint file.
 *
 * The file is a safetensors file: every tensor under the path of its keys (`model/dense/kernel`), so that other programs read
 * them, and in `__metadata__` the rest of the tree as JSON with the SHA-256 of both. Numbers keep their bits, NaN, infinities and
 * -0 included. Equal trees give equal bytes.
 *
 * @param tree plain values and host tensors, at most 256 levels deep
 * @throws CheckpointError for a value that is neither, naming its path
 *
 * @example
 * ```ts
 * import { decodeCheckpoint, encodeCheckpoint } from 'tfjs-ignite/handlers';
 *
 * const bytes = await encodeCheckpoint({ earlyStopping: { counter: 2, bestScore: -Infinity } });
 * await decodeCheckpoint(bytes); // => { earlyStopping: { counter: 2, bestScore: -Infinity } }
 * ```
 */
export async function encodeCheckpoint(tree: StateTree): Promise<Uint8Array> {
  const tensors = new Map<string, HostTensor>();
  const state = JSON.stringify(toJson(tree, [], tensors));
  // The order of the data does not depend on the metadata, so the digest may be taken before there are any.
  const bare = writeSafetensors(tensors);
  const manifest = {
    version: FORMAT_VERSION,
    dataSha256: await sha256(bare.subarray(readSafetensorsHeader(bare).dataBegin)),
    stateSha256: await sha256(new TextEncoder().encode(state)),
  };
  return writeSafetensors(tensors, { [MANIFEST_KEY]: JSON.stringify(manifest), [STATE_KEY]: state });
}

function toJson(value: unknown, path: readonly string[], tensors: Map<string, HostTensor>): unknown {
  if (path.length > DEEPEST_TREE) throw new CheckpointError({ owner: at(path.slice(0, 3)), expected: 'no cycle and at most 256 levels' });
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0) ? value : { [TAG]: 'number', value: Object.is(value, -0) ? '-0' : String(value) };
  if (isHostTensor(value)) {
    const name = freeName(path, tensors);
    tensors.set(name, value);
    return { [TAG]: 'tensor', name, dtype: value.dtype, shape: value.shape };
  }
  if (Array.isArray(value)) return Array.from(value, (item, index) => toJson(item, [...path, String(index)], tensors));
  if (!isPlainObject(value)) {
    throw new CheckpointError({ owner: at(path), expected: 'a plain value, a list, an object or a host tensor', got: value, mend: 'Leave it out of the state, or write it as one of these.' });
  }
  const branch = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item, [...path, key], tensors)]));
  return TAG in branch ? { [TAG]: 'branch', value: branch } : branch;
}

/** Keys may hold slashes themselves, so that two paths may read the same. */
function freeName(path: readonly string[], tensors: ReadonlyMap<string, HostTensor>): string {
  const plain = path.join('/');
  let name = plain;
  for (let copy = 2; tensors.has(name) || name === '__metadata__'; copy++) name = `${plain}#${copy}`;
  return name;
}

/** By prototype chain and not by identity, since an object may come from another realm. */
function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function at(path: readonly string[]): string {
  return path.length === 0 ? OWNER : `${OWNER} at ${path.join('/')}`;
}
