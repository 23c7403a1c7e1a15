import { WeightFileError } from '../../src/errors';
import { readSafetensorsHeader } from '../../src/safetensors';

const f32 = (begin: number, end: number, shape = [(end - begin) / 4]): string => JSON.stringify({ dtype: 'F32', shape, data_offsets: [begin, end] });

it('reads the header from the beginning of a file when told its size', () => {
  const start = file(`{"a":${f32(0, 4_000_000)}}`);
  const header = readSafetensorsHeader(start, start.length + 4_000_000);
  expect(header.entries.get('a')).toEqual({ dtype: 'F32', shape: [1_000_000], begin: start.length, end: start.length + 4_000_000 });
  expect(header.dataBegin).toBe(start.length);
});

it('lists tensors in the order of their data', () => {
  const start = file(`{"b":${f32(4, 8)},"a":${f32(0, 4)}}`);
  expect([...readSafetensorsHeader(start, start.length + 8).entries.keys()]).toEqual(['a', 'b']);
});

it('takes empty tensors, scalars, no tensors, and fields it does not know', () => {
  expect(readSafetensorsHeader(file('{}')).entries.size).toBe(0);
  const start = file(`{"e":${f32(0, 0, [0])},"s":${f32(0, 4, [])},"n":{"dtype":"U8","shape":[1],"data_offsets":[4,5],"more":[{"a":1}]}}`);
  expect([...readSafetensorsHeader(start, start.length + 5).entries.keys()]).toEqual(['e', 's', 'n']);
});

it.each([
  ['leading space', ' {}', 'bad-header'],
  ['a tensor twice', `{"a":${f32(0, 4)},"a":${f32(0, 4)}}`, 'bad-header'],
  ['a tensor twice, once with escapes', `{"a":${f32(0, 4)},"\\u0061":${f32(0, 4)}}`, 'bad-header'],
  ['a field twice', '{"a":{"dtype":"U8","shape":[4],"shape":[4],"data_offsets":[0,4]}}', 'bad-header'],
  ['metadata that is no text', '{"__metadata__":{"a":1}}', 'bad-header'],
  ['metadata that is a list', '{"__metadata__":[]}', 'bad-header'],
  ['three offsets', '{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4,4]}}', 'bad-header'],
  ['an offset that is no exact integer', '{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,9007199254740993]}}', 'bad-header'],
  ['a tensor that is null', '{"a":null}', 'bad-header'],
  ['a zero that hides an overflow', '{"a":{"dtype":"U8","shape":[4294967296,4294967296,0],"data_offsets":[0,0]}}', 'size-mismatch'],
  ['a first tensor that does not begin at 0', `{"a":${f32(4, 8)}}`, 'bad-offsets'],
  ['bytes that no tensor owns', '{}', 'bad-offsets'],
  ['a tensor beyond the end', `{"a":${f32(0, 8)}}`, 'truncated'],
])('%s is refused as %s', (_, header, kind) => {
  const start = file(header);
  expect(faultOf(() => readSafetensorsHeader(start, start.length + 4))).toBe(kind);
});

it.each([
  ['a web page', '<!DOCTYPE html><html></html>'],
  ['a zip archive', 'PK\u0003\u0004\u0014\u0000\u0000\u0000 and more'],
])('%s is no weight file', (_, text) => {
  expect(faultOf(() => readSafetensorsHeader(new TextEncoder().encode(text)))).toBe('not-a-weight-file');
});

it('says who complains, what it expected and what it got', () => {
  const start = file('{"a":{"dtype":"Q7","shape":[],"data_offsets":[0,0]}}');
  expect(() => readSafetensorsHeader(start)).toThrow('readSafetensors: expected tensor "a" to have one of the dtypes F64');
});

function file(header: string): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

function faultOf(act: () => unknown): string | undefined {
  try {
    act();
  } catch (error) {
    if (error instanceof WeightFileError) return error.kind;
    throw error;
  }
  return undefined;
}
