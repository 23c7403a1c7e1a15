import * as z from 'zod/mini';
import type { StateTree, StateValue } from '../../contracts';
import { CheckpointError, WeightFileError } from '../../errors';
import { sha256 } from '../../internal';
import type { SafetensorsFile } from '../../safetensors';
import { readSafetensors, readSafetensorsHeader } from '../../safetensors';
import { DEEPEST_TREE, FORMAT_VERSION, MANIFEST_KEY, manifestSchema, STATE_KEY, TAG, taggedSchema } from './manifest';

const OWNER = 'decodeCheckpoint';
const DAMAGED = 'The file is damaged: take the checkpoint before it.';

/**
 * Reads what {@link encodeCheckpoint} wrote. Tensors may share memory with `bytes`.
 *
 * @throws CheckpointError for a file that is damaged, is no checkpoint, or is of another version, saying which
 */
export async function decodeCheckpoint(bytes: Uint8Array): Promise<StateTree> {
  const file = readFile(bytes);
  const manifestText = file.metadata.get(MANIFEST_KEY);
  const stateText = file.metadata.get(STATE_KEY);
  if (manifestText === undefined || stateText === undefined) {
    throw new CheckpointError({ owner: OWNER, expected: 'a checkpoint', got: 'a safetensors file without our manifest', mend: 'Weights alone are loaded with loadWeights.' });
  }
  const manifest = readManifest(manifestText);
  await checkDigest('the tensors', bytes.subarray(readSafetensorsHeader(bytes).dataBegin), manifest.dataSha256);
  await checkDigest('the state tree', new TextEncoder().encode(stateText), manifest.stateSha256);
  const unused = new Set(file.tensors.keys());
  const tree = fromJson(parseJson(stateText, 'the state tree'), { file, unused }, 0);
  if (!isBranch(tree)) throw damaged('a state tree that is an object', { got: tree });
  if (unused.size > 0) throw damaged('no tensor that the state tree does not have', { got: [...unused].join(', ') });
  return tree;
}

function readFile(bytes: Uint8Array): SafetensorsFile {
  try {
    return readSafetensors(bytes);
  } catch (cause) {
    if (cause instanceof WeightFileError) throw damaged(`a whole checkpoint (${cause.kind}: ${cause.message.replace(/\.$/, '')})`, { cause });
    throw cause;
  }
}

function readManifest(text: string): z.output<typeof manifestSchema> {
  const manifest = parseJson(text, 'the manifest');
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest && manifest.version !== FORMAT_VERSION) {
    throw new CheckpointError({ owner: OWNER, expected: `format version ${FORMAT_VERSION}`, got: manifest.version, mend: 'Read it with the release of tfjs-ignite that wrote it.' });
  }
  const result = z.safeParse(manifestSchema, manifest);
  if (!result.success) throw damaged('a manifest with version, dataSha256 and stateSha256', { cause: result.error });
  return result.data;
}

async function checkDigest(what: string, bytes: Uint8Array, expected: string): Promise<void> {
  const got = await sha256(bytes);
  if (got !== expected) throw damaged(`${what} to have the SHA-256 ${expected}`, { got });
}

interface Source {
  readonly file: SafetensorsFile;
  /** Names of tensors that no branch has taken yet. */
  readonly unused: Set<string>;
}

function fromJson(value: unknown, source: Source, depth: number): StateValue {
  if (depth > DEEPEST_TREE) throw damaged(`a state tree of at most ${DEEPEST_TREE} levels`, {});
  if (Array.isArray(value)) return value.map((item) => fromJson(item, source, depth + 1));
  if (typeof value !== 'object' || value === null) return value as StateValue; // JSON has no further kinds
  if (!Object.hasOwn(value, TAG)) return branchFromJson(value, source, depth);
  const result = z.safeParse(taggedSchema, value);
  if (!result.success) throw damaged('a known kind of value in the state tree', { cause: result.error });
  const tagged = result.data;
  switch (tagged[TAG]) {
    case 'number':
      return Number(tagged.value);
    case 'branch':
      return branchFromJson((value as { readonly value: object }).value, source, depth);
    case 'tensor': {
      const tensor = source.file.tensors.get(tagged.name);
      if (tensor === undefined) throw damaged(`a tensor ${JSON.stringify(tagged.name)}`, {});
      if (tensor.dtype !== tagged.dtype || tensor.shape.join() !== tagged.shape.join()) {
        throw damaged(`tensor ${JSON.stringify(tagged.name)} to be ${tagged.dtype} of shape [${tagged.shape.join(', ')}]`, { got: tensor });
      }
      source.unused.delete(tagged.name);
      return tensor;
    }
  }
}

/** `Object.fromEntries` makes own properties of all keys, `__proto__` among them; assignment would not. */
function branchFromJson(value: object, source: Source, depth: number): StateTree {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fromJson(item, source, depth + 1)]));
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw damaged(`${what} in JSON`, { cause });
  }
}

function isBranch(value: StateValue): value is StateTree {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView((value as { data?: unknown }).data);
}

function damaged(expected: string, detail: { got?: unknown; cause?: unknown }): CheckpointError {
  return new CheckpointError({ owner: OWNER, expected, ...detail, mend: DAMAGED });
}
