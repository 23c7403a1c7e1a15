import type { HostTensor } from '../contracts';
import { WeightFileError } from '../errors';
import { elementCount, elementTypes } from './dtypes';
import type { SafetensorsEntry } from './read-safetensors-header';
import { readSafetensorsHeader } from './read-safetensors-header';

/** The content of a safetensors file. */
export interface SafetensorsFile {
  /** By name, in the order of the data. */
  readonly tensors: ReadonlyMap<string, HostTensor>;
  readonly metadata: ReadonlyMap<string, string>;
}

/**
 * Reads a safetensors file that is wholly in memory.
 *
 * Strict: beyond what the format demands, keys that occur twice are refused, since two readers would see two different files.
 * `F16` and `BF16` come as raw bits (see {@link toFloat32}), `BOOL` as 0 and 1. Tensors share memory with `bytes` where their
 * start is aligned to their element size and are copied where it is not.
 *
 * @throws WeightFileError whose `kind` says what is wrong with the file
 *
 * @example
 * ```ts
 * import { readSafetensors, writeSafetensors } from 'tfjs-ignite/safetensors';
 *
 * const bytes = writeSafetensors([['bias', { dtype: 'float32', shape: [2], data: Float32Array.of(1, 2) }]]);
 * readSafetensors(bytes).tensors.get('bias')?.shape; // => [ 2 ]
 * ```
 */
export function readSafetensors(bytes: Uint8Array): SafetensorsFile {
  const { entries, metadata } = readSafetensorsHeader(bytes);
  const tensors = new Map<string, HostTensor>();
  for (const [name, entry] of entries) tensors.set(name, readTensor(name, entry, bytes));
  return { tensors, metadata };
}

function readTensor(name: string, { dtype, shape, begin, end }: SafetensorsEntry, bytes: Uint8Array): HostTensor {
  const type = elementTypes.get(dtype);
  if (type === undefined) throw new WeightFileError('bad-header', { owner: 'readSafetensors', expected: 'a known dtype', got: dtype });
  const isAligned = (bytes.byteOffset + begin) % type.bytes === 0;
  const source = isAligned ? bytes.subarray(begin, end) : bytes.slice(begin, end);
  if (dtype === 'BOOL' && source.some((byte) => byte > 1)) {
    throw new WeightFileError('bad-tensor', { owner: 'readSafetensors', expected: `only 0 and 1 in tensor ${JSON.stringify(name)} of dtype BOOL` });
  }
  // An empty view may lie at the very end of a buffer, where no typed array of a larger element may start.
  const data = end === begin ? new type.Array(new ArrayBuffer(0), 0, 0) : new type.Array(source.buffer, source.byteOffset, elementCount(shape));
  return { dtype: type.host, shape, data };
}
