import { decodeChunk, encodeChunk } from '../../../src/models/features/feature-chunk';

const table = { features: Float32Array.of(1, -0, 3, Infinity), width: 2, labels: Int32Array.of(5, 6), indices: Int32Array.of(0, 9) };
const empty = { features: new Float32Array(), width: 2, labels: new Int32Array(), indices: new Int32Array() };

describe('a chunk of features', () => {
  it.each([['rows', table], ['no row', empty]])('gives back %s', async (_, each) => {
    expect(await decodeChunk('key', await encodeChunk('key', each))).toEqual(each);
  });

  it('is refused under another key', async () => {
    await expect(decodeChunk('other', await encodeChunk('key', table))).rejects.toThrow('a file of key other');
  });

  it('is refused when any bit of its data changed', async () => {
    const bytes = await encodeChunk('key', table);
    for (let back = 1; back <= 4 * 8; back++) {
      const damaged = bytes.slice();
      damaged[bytes.length - back] = (bytes[bytes.length - back] ?? 0) ^ 4;
      await expect(decodeChunk('key', damaged)).rejects.toThrow('content that fits its digest');
    }
  });
});
