import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { StateError } from '../../src/errors';
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

  it('equals it for views of any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), fc.nat(3), async (bytes, start) => {
        expect(await sha256(bytes.subarray(start))).toBe(createHash('sha256').update(bytes.subarray(start)).digest('hex'));
      }),
    );
  });

  it('says what to do where WebCrypto is missing', async () => {
    const restore = Object.getOwnPropertyDescriptor(globalThis, 'crypto') ?? {};
    Object.defineProperty(globalThis, 'crypto', { value: {}, configurable: true });
    try {
      await expect(sha256(new Uint8Array(0))).rejects.toThrow(StateError);
    } finally {
      Object.defineProperty(globalThis, 'crypto', restore);
    }
  });
});
