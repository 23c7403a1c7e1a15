import type { HostTensor } from '../contracts';
import { OptionError, ShapeError } from '../errors';
import { elementCount, elementTypes, formatNames } from './dtypes';

const OWNER = 'writeSafetensors';
const LENGTH_BYTES = 8;

interface Item {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly elementBytes: number;
  readonly bytes: Uint8Array;
}

/**
 * Writes tensors as a safetensors file, which every reader of the format takes (Python's `safetensors` among them).
 *
 * Tensors with larger elements come first and the header is padded, so that every tensor starts aligned; equal content gives
 * equal bytes whatever the order of the tensors.
 *
 * @param tensors names and tensors; a name may occur once, `__metadata__` is reserved
 * @param metadata texts by key
 * @throws OptionError for a name that occurs twice, is reserved or is no Unicode text; ShapeError for a tensor whose data does not fit its dtype or shape
 *
 * @example
 * ```ts
 * import { writeSafetensors } from 'tfjs-ignite/safetensors';
 *
 * writeSafetensors([]).length; // => 16
 * ```
 */
export function writeSafetensors(tensors: Iterable<readonly [string, HostTensor]>, metadata?: Readonly<Record<string, string>>): Uint8Array {
  const items = collect(tensors);
  const entries: [string, unknown][] = [];
  if (metadata !== undefined) entries.push(['__metadata__', checkMetadata(metadata)]);
  let size = 0;
  for (const { name, dtype, shape, bytes } of items) {
    entries.push([name, { dtype, shape, data_offsets: [size, (size += bytes.byteLength)] }]);
  }
  const header = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const headerBytes = Math.ceil(header.byteLength / LENGTH_BYTES) * LENGTH_BYTES;
  const file = new Uint8Array(LENGTH_BYTES + headerBytes + size);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerBytes);
  file.set(header, LENGTH_BYTES);
  let at = LENGTH_BYTES + headerBytes;
  for (const { bytes } of items) {
    file.set(bytes, at);
    at += bytes.byteLength;
  }
  return file;
}

function collect(tensors: Iterable<readonly [string, HostTensor]>): Item[] {
  const items = new Map<string, Item>();
  for (const [name, tensor] of tensors) {
    checkText(name, 'a tensor name');
    if (name === '__metadata__') throw new OptionError({ owner: OWNER, expected: 'no tensor called __metadata__, which the format reserves' });
    if (items.has(name)) throw new OptionError({ owner: OWNER, expected: 'every tensor name once', got: name });
    items.set(name, toItem(name, tensor));
  }
  return [...items.values()].sort((a, b) => b.elementBytes - a.elementBytes || compare(a.dtype, b.dtype) || compare(a.name, b.name));
}

function toItem(name: string, { dtype, shape, data }: HostTensor): Item {
  const format = formatNames.get(dtype);
  const type = format === undefined ? undefined : elementTypes.get(format);
  const tensor = `tensor ${JSON.stringify(name)}`;
  if (format === undefined || type === undefined) throw new ShapeError({ owner: OWNER, expected: `${tensor} to have a known dtype`, got: dtype });
  // Compared by name, since a typed array may come from another realm.
  if (data[Symbol.toStringTag] !== type.Array.name) {
    throw new ShapeError({ owner: OWNER, expected: `${tensor} of dtype ${dtype} to hold a ${type.Array.name}`, got: data[Symbol.toStringTag] });
  }
  if (!shape.every((length) => Number.isSafeInteger(length) && length >= 0) || elementCount(shape) !== data.length) {
    throw new ShapeError({ owner: OWNER, expected: `${tensor} of shape [${shape.join(', ')}] to hold as many elements`, got: data.length });
  }
  return { name, dtype: format, shape, elementBytes: type.bytes, bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}

function checkMetadata(metadata: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const [key, text] of Object.entries(metadata)) {
    checkText(key, 'a metadata key');
    checkText(text, `metadata ${JSON.stringify(key)}`);
  }
  return metadata;
}

/** Half of a surrogate pair has no UTF-8, so that other readers refuse the whole file. */
function checkText(text: unknown, what: string): void {
  if (typeof text !== 'string') throw new OptionError({ owner: OWNER, expected: `${what} to be a string`, got: text });
  if (/\p{Surrogate}/u.test(text)) throw new OptionError({ owner: OWNER, expected: `${what} without a lone surrogate`, got: text });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
