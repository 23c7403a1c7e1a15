import { WeightFileError } from '../errors';
import { elementCount, elementTypes } from './dtypes';
import { duplicateKey } from './duplicate-key';

const OWNER = 'readSafetensors';
const LENGTH_BYTES = 8;
const LONGEST_HEADER = 100_000_000;
const DAMAGED = 'The file is damaged: fetch or write it again.';

/** Where a tensor lies in a safetensors file. */
export interface SafetensorsEntry {
  /** The format's name of the element type, such as `F32`. */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** First byte, counted from the start of the file. */
  readonly begin: number;
  /** One after the last byte. */
  readonly end: number;
}

/** What a safetensors file says it holds. */
export interface SafetensorsHeader {
  /** By name, in the order of the data. */
  readonly entries: ReadonlyMap<string, SafetensorsEntry>;
  readonly metadata: ReadonlyMap<string, string>;
  /** First byte after the header. */
  readonly dataBegin: number;
}

/**
 * Reads and checks the header of a safetensors file without touching its data.
 *
 * Nothing is allocated on the word of the file: every size it claims is compared with the bytes that are there first.
 *
 * @param bytes the file, or its beginning when `fileSize` says how long the whole is
 * @param fileSize bytes of the whole file; the length of `bytes` by default
 * @throws WeightFileError with `kind` `truncated`, `header-too-large`, `not-a-weight-file`, `bad-header`, `bad-offsets` or `size-mismatch`
 */
export function readSafetensorsHeader(bytes: Uint8Array, fileSize: number = bytes.byteLength): SafetensorsHeader {
  if (bytes.byteLength < LENGTH_BYTES) {
    throw new WeightFileError('truncated', { owner: OWNER, expected: 'at least 8 bytes', got: bytes.byteLength, mend: DAMAGED });
  }
  const claimed = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (claimed > LONGEST_HEADER) throw tooLong(bytes, claimed);
  const dataBegin = LENGTH_BYTES + Number(claimed);
  if (dataBegin > bytes.byteLength) {
    throw new WeightFileError('truncated', { owner: OWNER, expected: `a header of ${claimed.toString()} bytes`, got: bytes.byteLength - LENGTH_BYTES, mend: DAMAGED });
  }
  const fields = parseHeader(bytes.subarray(LENGTH_BYTES, dataBegin));
  const metadata = new Map<string, string>();
  const entries: [string, SafetensorsEntry][] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (name === '__metadata__') readMetadata(value, metadata);
    else entries.push([name, readEntry(name, value, dataBegin)]);
  }
  entries.sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end);
  checkLayout(entries, dataBegin, fileSize);
  return { entries: new Map(entries), metadata, dataBegin };
}

function tooLong(bytes: Uint8Array, claimed: bigint): WeightFileError {
  const start = bytes.subarray(0, LENGTH_BYTES);
  const isText = start.every((byte) => (byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d);
  const isZip = start[0] === 0x50 && start[1] === 0x4b;
  if (isText || isZip) {
    return new WeightFileError('not-a-weight-file', {
      owner: OWNER,
      expected: 'a safetensors file',
      got: isZip ? 'a zip archive' : new TextDecoder().decode(start),
      mend: isZip ? 'PyTorch saves such archives as .pt and .pth.' : 'Perhaps a web page was saved in its place: fetch the file again.',
    });
  }
  return new WeightFileError('header-too-large', {
    owner: OWNER,
    expected: `a header of at most ${LONGEST_HEADER} bytes`,
    got: claimed,
    mend: 'This is no safetensors file, or a damaged one.',
  });
}

function parseHeader(bytes: Uint8Array): object {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw badHeader('a header in UTF-8', { cause });
  }
  if (!text.startsWith('{')) throw badHeader('a header that starts with {', { got: text.slice(0, 8) });
  let fields: unknown;
  try {
    fields = JSON.parse(text);
  } catch (cause) {
    throw badHeader('a header in JSON', { cause });
  }
  if (!isRecord(fields)) throw badHeader('a header that is a JSON object', { got: fields });
  const twice = duplicateKey(text);
  if (twice !== undefined) throw badHeader('every key once', { got: twice });
  return fields;
}

function readMetadata(value: unknown, metadata: Map<string, string>): void {
  if (!isRecord(value)) throw badHeader('__metadata__ to be an object', { got: value });
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') throw badHeader(`a string at __metadata__ ${JSON.stringify(key)}`, { got: text });
    metadata.set(key, text);
  }
}

function readEntry(name: string, value: unknown, dataBegin: number): SafetensorsEntry {
  const tensor = `tensor ${JSON.stringify(name)}`;
  if (!isRecord(value)) throw badHeader(`${tensor} to be an object`, { got: value });
  const { dtype, shape, data_offsets: offsets } = value;
  const type = typeof dtype === 'string' ? elementTypes.get(dtype) : undefined;
  if (typeof dtype !== 'string' || type === undefined) {
    throw badHeader(`${tensor} to have one of the dtypes ${[...elementTypes.keys()].join(', ')}`, { got: dtype });
  }
  if (!isLengths(shape)) throw badHeader(`${tensor} to have a shape of non-negative integers`, { got: shape });
  if (!isLengths(offsets)) throw badHeader(`${tensor} to have data_offsets of two non-negative integers`, { got: offsets });
  const [begin, end, ...rest] = offsets;
  if (begin === undefined || end === undefined || rest.length > 0) {
    throw badHeader(`${tensor} to have data_offsets of two non-negative integers`, { got: offsets });
  }
  if (end < begin) throw new WeightFileError('bad-offsets', { owner: OWNER, expected: `${tensor} to end after it begins`, got: offsets, mend: DAMAGED });
  if (elementCount(shape) * type.bytes !== end - begin) {
    throw new WeightFileError('size-mismatch', {
      owner: OWNER,
      expected: `${tensor}, ${dtype} of shape [${shape.join(', ')}], to fill its bytes exactly`,
      got: end - begin,
      mend: DAMAGED,
    });
  }
  return { dtype, shape, begin: dataBegin + begin, end: dataBegin + end };
}

/** The tensors must lie one after the other, from the header to the end of the file. */
function checkLayout(entries: readonly (readonly [string, SafetensorsEntry])[], dataBegin: number, fileSize: number): void {
  let at = dataBegin;
  for (const [name, { begin, end }] of entries) {
    if (begin !== at) {
      throw new WeightFileError('bad-offsets', {
        owner: OWNER,
        expected: `tensor ${JSON.stringify(name)} to begin at byte ${at - dataBegin} of the data, where the one before it ends`,
        got: begin - dataBegin,
        mend: DAMAGED,
      });
    }
    at = end;
  }
  if (at > fileSize) throw new WeightFileError('truncated', { owner: OWNER, expected: `a file of ${at} bytes`, got: fileSize, mend: DAMAGED });
  if (at < fileSize) {
    throw new WeightFileError('bad-offsets', { owner: OWNER, expected: `no bytes after the last tensor, which ends at byte ${at}`, got: fileSize, mend: DAMAGED });
  }
}

function badHeader(expected: string, detail: { got?: unknown; cause?: unknown }): WeightFileError {
  return new WeightFileError('bad-header', { owner: OWNER, expected, ...detail, mend: DAMAGED });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isLengths(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((length) => Number.isSafeInteger(length) && (length as number) >= 0);
}
