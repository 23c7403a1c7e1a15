import * as tf from '@tensorflow/tfjs-core';
import { OptionError, ShapeError } from '../../../src/errors';
import { PSNR } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

const yPred = [[0.5, 0.5], [0.25, 1]];
const y = [[0.5, 0.4], [0.25, 0.8]];
const expected = (10 * Math.log10(1 / 0.005) + 10 * Math.log10(1 / 0.02)) / 2;

test.each(['near', 'dear'])('is averaged over images, not over pixels (reads: %s)', async (reads) => {
  if (reads === 'dear') pretendReadsAreDear();
  const psnr = new PSNR({ dataRange: 1 });
  const tensors = [tf.tensor2d(yPred), tf.tensor2d(y)] as const;
  await psnr.update(tensors);
  tf.dispose([...tensors]);
  expect(await psnr.compute()).toBeCloseTo(expected, 4);
});

test.each([
  ['equal images: the most there is', [[1, 2]], [[1, 2]], 1, 100],
  ['a larger range', [[0]], [[51]], 255, 20 * Math.log10(5)],
  ['a vector: images of one pixel', [0.5, 0.5], [0.4, 0.3], 1, (20 + 20 * Math.log10(5)) / 2],
])('%s', async (_, a, b, dataRange, value) => {
  const psnr = new PSNR({ dataRange });
  await psnr.update([a, b]);
  expect(psnr.compute()).toBeCloseTo(value, 6);
});

test('bytes are not bounded by their type', async () => {
  const psnr = new PSNR({ dataRange: 255 });
  await psnr.update([Uint8Array.of(0), Uint8Array.of(255)]);
  expect(psnr.compute()).toBeCloseTo(0, 10);
});

test('NaN among the pixels shows in the value', async () => {
  const psnr = new PSNR({ dataRange: 1 });
  await psnr.update([[[NaN, 1]], [[1, 1]]]);
  expect(psnr.compute()).toBeNaN();
});

test('refuses options and shapes that do not fit', () => {
  for (const dataRange of [0, -1, Infinity, '1']) expect(() => new PSNR({ dataRange: dataRange as number })).toThrow(OptionError);
  expect(() => new PSNR({} as never)).toThrow(OptionError);
  expect(() => new PSNR({ dataRange: 1 }).update([1, 1])).toThrow(ShapeError);
});
