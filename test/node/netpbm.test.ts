import { decodeNetpbm, isNetpbm } from '../../src/node/netpbm';

const file = (head: string, ...body: number[]): Uint8Array => Uint8Array.from([...Buffer.from(head, 'latin1'), ...body]);
const pixels = (bytes: Uint8Array): number[] => [...decodeNetpbm(bytes, 'x.ppm').data];

it.each<[string, Uint8Array, number[]]>([
  ['binary colour', file('P6 2 1 255\n', 1, 2, 3, 4, 5, 6), [1, 2, 3, 4, 5, 6]],
  ['binary grey', file('P5 2 1 255\n', 7, 9), [7, 7, 7, 9, 9, 9]],
  ['colour as text', file('P3\n# a comment\n1 1\n255\n10 20 30\n'), [10, 20, 30]],
  ['grey as text', file('P2 2 1 15 0 15 '), [0, 0, 0, 255, 255, 255]],
  ['other largest values, scaled, halves to the even', file('P6 1 1 2\n', 0, 1, 2), [0, 128, 255]],
  ['colour of 16 bits, scaled', file('P6 1 1 65535\n', 255, 255, 128, 0, 0, 0), [255, 128, 0]],
  ['grey of 16 bits, clipped', file('P5 2 1 65535\n', 0, 77, 1, 200), [77, 77, 77, 255, 255, 255]],
])('%s', (_, bytes, expected) => {
  expect(isNetpbm(bytes)).toBe(true);
  expect(pixels(bytes)).toEqual(expected);
});

it.each<[string, Uint8Array, string]>([
  ['with missing pixels', file('P6 2 1 255\n', 1, 2, 3, 4, 5), 'truncated'],
  ['that ends in its header', file('P6 2 '), 'truncated'],
  ['with missing numbers', file('P2 2 1 255 1'), 'truncated'],
  ['with words for numbers', file('P6 two 1 255\n', 1), 'not-an-image'],
  ['with a largest value of 0', file('P5 1 1 0\n', 1), 'not-an-image'],
  ['that is too large', file('P5 100000 100000 255\n'), 'too-large'],
])('one %s is refused by name', (_, bytes, kind) => {
  expect(() => decodeNetpbm(bytes, 'some/x.pgm')).toThrow(expect.objectContaining({ kind, message: expect.stringContaining('some/x.pgm') }));
});

it('a text that begins with a P is none', () => {
  expect([isNetpbm(file('Perhaps')), isNetpbm(file('P4 1 1')), isNetpbm(file('P6x'))]).toEqual([false, false, false]);
});
