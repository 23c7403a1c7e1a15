import { decodeBmp, isBmp } from '../../src/node/bmp';
import { DataError } from '../../src/errors';

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly rows: readonly (readonly number[])[];
  readonly palette?: readonly number[];
  readonly compression?: number;
  readonly masks?: readonly number[];
}

/** A file with a header of 40 bytes; `rows` are in the order of the file, their padding is added. */
function bmp({ width, height, bits, rows, palette = [], compression = 0, masks = [] }: Picture): Uint8Array {
  const stride = Math.ceil((width * bits) / 32) * 4;
  const start = 54 + masks.length * 4 + palette.length;
  const bytes = new Uint8Array(start + stride * rows.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]);
  view.setUint32(10, start, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, width, true);
  view.setInt32(22, height, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, bits, true);
  view.setUint32(30, compression, true);
  view.setUint32(46, palette.length / 4, true);
  for (const [index, mask] of masks.entries()) view.setUint32(54 + index * 4, mask, true);
  bytes.set(palette, 54 + masks.length * 4);
  for (const [index, row] of rows.entries()) bytes.set(row, start + index * stride);
  return bytes;
}

const pixels = (picture: Picture): number[] => [...decodeBmp(bmp(picture), 'x.bmp').data];

it('24 bits: rows from the bottom, blue first', () => {
  expect(pixels({ width: 1, height: 2, bits: 24, rows: [[1, 2, 3], [4, 5, 6]] })).toEqual([6, 5, 4, 3, 2, 1]);
});

it('a negative height means rows from the top', () => {
  expect(pixels({ width: 1, height: -2, bits: 24, rows: [[1, 2, 3], [4, 5, 6]] })).toEqual([3, 2, 1, 6, 5, 4]);
});

it('32 bits: the fourth byte is dropped', () => {
  expect(pixels({ width: 2, height: 1, bits: 32, rows: [[1, 2, 3, 99, 4, 5, 6, 0]] })).toEqual([3, 2, 1, 6, 5, 4]);
});

it.each([
  [1, [0b01000000]],
  [4, [0x01]],
  [8, [0, 1]],
])('%d bits are looked up in the palette', (bits, row) => {
  expect(pixels({ width: 2, height: 1, bits, rows: [row], palette: [10, 20, 30, 0, 40, 50, 60, 0] })).toEqual([30, 20, 10, 60, 50, 40]);
});

it('16 bits are 5 each, or what the masks say', () => {
  expect(pixels({ width: 2, height: 1, bits: 16, rows: [[0x1f, 0x7c, 0xe0, 0x03]] })).toEqual([255, 0, 255, 0, 255, 0]);
  expect(pixels({ width: 2, height: 1, bits: 16, rows: [[0x00, 0xf8, 0xe0, 0x07]], compression: 3, masks: [0xf800, 0x07e0, 0x001f] })).toEqual([255, 0, 0, 0, 255, 0]);
});

it('32 bits with masks of another order', () => {
  expect(pixels({ width: 1, height: 1, bits: 32, rows: [[1, 2, 3, 4]], compression: 3, masks: [0xff, 0xff00, 0xff0000] })).toEqual([1, 2, 3]);
  expect(pixels({ width: 1, height: 1, bits: 32, rows: [[1, 2, 3, 4]], compression: 3, masks: [0xff000000, 0xff0000, 0xff00] })).toEqual([4, 3, 2]);
});

it('the padding of the last row may be missing', () => {
  const padded = bmp({ width: 1, height: 1, bits: 24, rows: [[1, 2, 3]] });
  expect([...decodeBmp(padded.subarray(0, padded.length - 1), 'x.bmp').data]).toEqual([3, 2, 1]);
});

const whole = bmp({ width: 4, height: 4, bits: 24, rows: Array.from({ length: 4 }, () => new Array<number>(12).fill(7)) });

it.each<[string, Uint8Array, string]>([
  ['cut off in its pixels', whole.subarray(0, whole.length - 1), 'truncated'],
  ['cut off in its header', whole.subarray(0, 30), 'truncated'],
  ['compressed', bmp({ width: 4, height: 1, bits: 8, rows: [[0]], compression: 1 }), 'not-an-image'],
  ['of 2 bits', bmp({ width: 4, height: 1, bits: 2, rows: [[0]] }), 'not-an-image'],
  ['too large', bmp({ width: 100_000, height: 100_000, bits: 24, rows: [] }), 'too-large'],
  ['without height', bmp({ width: 4, height: 0, bits: 24, rows: [] }), 'truncated'],
])('one that is %s is refused by name', (_, bytes, kind) => {
  expect(() => decodeBmp(bytes, 'some/x.bmp')).toThrow(expect.objectContaining({ kind, message: expect.stringContaining('some/x.bmp') }));
  expect(() => decodeBmp(bytes, 'some/x.bmp')).toThrow(DataError);
});

it('a BMP is known by its first two bytes', () => {
  expect([isBmp(whole), isBmp(Uint8Array.of(0x42, 0x4d)), isBmp(new Uint8Array(40))]).toEqual([true, false, false]);
});
