import { createHash } from 'node:crypto';
import { sha256 } from '../../src/internal';

describe('sha256', () => {
  it.each([[0], [1], [55], [64], [1000]])('equals the digest of the platform for %i bytes', async (length) => {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 31) % 256);
    expect(await sha256(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('takes a view of a larger buffer for what it shows', async () => {
    const bytes = Uint8Array.of(9, 1, 2, 3, 9).subarray(1, 4);
    expect(await sha256(bytes)).toBe(await sha256(Uint8Array.of(1, 2, 3)));
  });
});
