import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { CheckpointError } from '../../../src/errors';
import { sha256 } from '../../../src/handlers/checkpoint/sha256';

it('equals another implementation, for views as well', async () => {
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
    await expect(sha256(new Uint8Array(0))).rejects.toThrow(CheckpointError);
  } finally {
    Object.defineProperty(globalThis, 'crypto', restore);
  }
});
