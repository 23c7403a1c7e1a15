import * as tf from '@tensorflow/tfjs-core';
import { NotComputableError, ShapeError } from '../../../src/errors';
import { parseMetricOptions } from '../../../src/metrics';
import type { Comparison } from '../../../src/metrics/vision/image-similarity';
import { ImageSimilarity } from '../../../src/metrics/vision/image-similarity';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

/** The sum of the predictions. */
class Brightness extends ImageSimilarity {
  constructor() {
    super('Brightness', parseMetricOptions('Brightness'));
  }

  protected comparisonOf(): Comparison {
    return { onHost: (yPred) => Array.from(yPred).reduce((sum, value) => sum + value, 0), onDevice: (yPred) => tf.sum(yPred) };
  }
}

test.each(['near', 'dear'])('is the sum over the images by their number; an empty batch adds nothing (reads: %s)', async (reads) => {
  if (reads === 'dear') pretendReadsAreDear();
  const metric = new Brightness();
  for (const images of [tf.tensor2d([[1, 2], [3, 4]]), tf.zeros([0, 2]), tf.tensor2d([[8, 0]])]) {
    await metric.update([images, images]);
    images.dispose();
  }
  expect(await metric.compute()).toBe(6);
});

test.each(['near', 'dear'])('dtypes are compared as the device knows them, and plain arrays have none (reads: %s)', async (reads) => {
  if (reads === 'dear') pretendReadsAreDear();
  const metric = new Brightness();
  const [floats, integers, bits] = [tf.tensor1d([1]), tf.tensor1d([1], 'int32'), tf.tensor1d([1], 'bool')];
  for (const pair of [[floats, [1]], [[1], integers], [floats, Float64Array.of(1)], [integers, Uint8Array.of(1)], [bits, bits]] as const) await metric.update(pair);
  for (const pair of [[floats, integers], [integers, bits], [bits, floats], [integers, Float32Array.of(1)], [floats, [1, 2]]] as const) {
    await expect(async () => metric.update(pair)).rejects.toThrow(ShapeError);
  }
  expect(await metric.compute()).toBe(1);
  tf.dispose([floats, integers, bits]);
});

test('has no value without images', async () => {
  const metric = new Brightness();
  expect(() => metric.compute()).toThrow(NotComputableError);
  await metric.update([[], []]);
  expect(() => metric.compute()).toThrow(NotComputableError);
});
