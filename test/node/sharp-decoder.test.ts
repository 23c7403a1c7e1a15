import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { BackendError, DataError } from '../../src/errors';
import { loadOptionalPeer } from '../../src/node/optional-peer';
import { sharpDecoder } from '../../src/node/sharp-decoder';

const decoder = sharpDecoder();
const pixels = Buffer.from([10, 20, 30, 40, 50, 60]);
const source = sharp(pixels, { raw: { width: 2, height: 1, channels: 3 } });
const golden = join(__dirname, '../fixtures/golden/vision/images');

it.each(['png', 'webp', 'tiff'] as const)('the content decides about the format, not the name: %s', async (format) => {
  const bytes = await source.clone().toFormat(format, { lossless: true, compression: 'none' }).toBuffer();
  expect(await decoder.decode(bytes, 'named.jpg')).toEqual({ width: 2, height: 1, data: Uint8Array.from(pixels) });
});

it('grey becomes three equal channels', async () => {
  const bytes = await sharp(Buffer.from([9, 200]), { raw: { width: 2, height: 1, channels: 1 } }).png().toBuffer();
  expect([...(await decoder.decode(bytes, 'grey.png')).data]).toEqual([9, 9, 9, 200, 200, 200]);
});

it('alpha is dropped, not blended', async () => {
  const bytes = await sharp(Buffer.from([1, 2, 3, 0]), { raw: { width: 1, height: 1, channels: 4 } }).png().toBuffer();
  expect([...(await decoder.decode(bytes, 'alpha.png')).data]).toEqual([1, 2, 3]);
});

it('the result keeps none of the bytes that sharp may use again', async () => {
  const bytes = readFileSync(join(golden, 'photo-a_320x240.jpg'));
  const [one, two] = [await decoder.decode(bytes, 'a'), await decoder.decode(bytes, 'a')];
  one.data.fill(0);
  expect(two.data.some((byte) => byte !== 0)).toBe(true);
});

it('many at a time give the same as one after the other', async () => {
  const bytes = readFileSync(join(golden, 'progressive_260x190.jpg'));
  const alone = await decoder.decode(bytes, 'a');
  for (const each of await Promise.all(Array.from({ length: 12 }, () => decoder.decode(bytes, 'a')))) expect(each).toEqual(alone);
  expect(sharp.concurrency()).toBe(1);
});

it('a JPEG that was cut anywhere behind its header is refused as truncated', async () => {
  const bytes = readFileSync(join(golden, 'photo-a_320x240.jpg'));
  for (const share of [0.1, 0.3, 0.6, 0.9, 0.99]) {
    const refused = decoder.decode(bytes.subarray(0, Math.floor(bytes.length * share)), 'some/cut.jpg');
    await expect(refused).rejects.toThrow(expect.objectContaining({ kind: 'truncated', message: expect.stringContaining('some/cut.jpg') }));
    await expect(refused).rejects.toBeInstanceOf(DataError);
  }
});

it('an SVG, which Pillow does not read either, is refused', async () => {
  const bytes = Buffer.from('<html><body>404</body></html>');
  await expect(decoder.decode(bytes, 'page.jpg')).rejects.toThrow(expect.objectContaining({ kind: 'not-an-image' }));
});

describe('an optional package', () => {
  it('that is not installed is an error with the command that installs it', async () => {
    const missing = Object.assign(new Error("Cannot find package 'sharp'"), { code: 'ERR_MODULE_NOT_FOUND' });
    const refused = loadOptionalPeer('sharp', 'decoding images', () => Promise.reject(missing));
    await expect(refused).rejects.toThrow(/not installed.*npm install sharp/);
    await expect(refused).rejects.toBeInstanceOf(BackendError);
  });

  it('that cannot be loaded for another reason says so and keeps the reason', async () => {
    const cause = new Error('wrong libc');
    await expect(loadOptionalPeer('sharp', 'decoding images', () => Promise.reject(cause))).rejects.toMatchObject({ cause, message: expect.stringContaining('could not be loaded') });
  });
});
