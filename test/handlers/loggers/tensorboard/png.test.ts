import sharp from 'sharp';
import type { HostTensor } from '../../../../src/contracts';
import type * as handlers from '../../../../src/handlers';
import { encodePng } from '../../../../src/handlers/loggers/tensorboard/png';

async function decoded(image: HostTensor): Promise<{ shape: number[]; data: number[] }> {
  const { data, info } = await sharp(Buffer.from(await encodePng(image))).raw().toBuffer({ resolveWithObject: true });
  return { shape: [info.height, info.width, info.channels], data: [...data] };
}

test.each([[1], [3], [4]])('bytes with %i channels come back', async (channels) => {
  const shape = [5, 7, channels];
  const data = Uint8Array.from({ length: 35 * channels }, (_, index) => (index * 37) % 256);
  const { data: pixels, shape: size } = await decoded({ dtype: 'uint8', shape, data });
  // Grey is decoded to three channels.
  const factor = (size[2] ?? 0) / channels;
  expect(size.slice(0, 2)).toEqual([5, 7]);
  expect(pixels.filter((_, index) => index % factor === 0)).toEqual([...data]);
});

test('floats go from 0 to 1, are rounded and limited, and NaN is 0', async () => {
  const data = Float32Array.of(0, 0.5, 1, -3, 2, NaN);
  expect((await decoded({ dtype: 'float32', shape: [1, 2, 3], data })).data).toEqual([0, 128, 255, 0, 255, 0]);
  expect((await decoded({ dtype: 'float64', shape: [1, 2, 3], data: Float64Array.from(data) })).data).toEqual([0, 128, 255, 0, 255, 0]);
});

test('a large image', async () => {
  const data = new Uint8Array(600 * 400 * 3).fill(9);
  expect((await decoded({ dtype: 'uint8', shape: [600, 400, 3], data })).data.every((byte) => byte === 9)).toBe(true);
});

test('where nothing can be compressed images have no place', () => {
  const stream = globalThis.CompressionStream;
  Reflect.deleteProperty(globalThis, 'CompressionStream');
  try {
    jest.isolateModules(() => {
      const { TensorboardLogger, memoryAppendFile } = jest.requireActual<typeof handlers>('../../../../src/handlers');
      const logger = new TensorboardLogger({ file: memoryAppendFile() });
      expect([logger.takes('image'), logger.takes('histogram')]).toEqual([false, true]);
    });
  } finally {
    globalThis.CompressionStream = stream;
  }
});
