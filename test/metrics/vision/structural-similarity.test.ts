import * as tf from '@tensorflow/tfjs-core';
import { uniformWeights } from '../../../src/metrics/vision/sliding-window';
import { StructuralSimilarity } from '../../../src/metrics/vision/structural-similarity';
import { useTestBackend } from '../../support/backend';

useTestBackend();

/** One row of pixels, one tap of weight 1/5: means and variances are those of a pixel by itself. */
const single = { batch: 1, channels: 1, spatial: [3], channelsLast: true, windows: [{ weights: uniformWeights(1), padding: 0 }], constants: [0.5, 0.25] as const };
const x = [1, 2, 3];
const y = [3, 2, 1];
const byHand = x.map((a, index) => {
  const b = y[index] ?? NaN;
  const [cross, squares] = [(a * b) / 25, (a * a + b * b) / 25];
  return ((2 * cross + 0.5) * (2 * ((a * b) / 5 - cross) + 0.25)) / ((squares + 0.5) * ((a * a + b * b) / 5 - squares + 0.25));
});

test('is the mean over the positions, by hand', () => {
  const similarity = new StructuralSimilarity(single);
  const expected = byHand.reduce((sum, value) => sum + value, 0) / 3;
  expect(similarity.onHost(x, y)).toBeCloseTo(expected, 12);
  expect(tf.tidy(() => similarity.onDevice(tf.tensor3d(x, [1, 3, 1]), tf.tensor3d(y, [1, 3, 1])).dataSync()[0])).toBeCloseTo(expected, 5);
});

test.each([true, false])('sums over images what it averages over channels (channels last: %p)', (channelsLast) => {
  const similarity = new StructuralSimilarity({ ...single, batch: 2, channels: 2, channelsLast, spatial: [1] });
  // Two images of one pixel in two channels: where the channels are makes no difference.
  const [a, b] = [[1, 2, 3, 1], [3, 2, 1, 3]];
  const expected = ((byHand[0] ?? NaN) + (byHand[1] ?? NaN) + (byHand[2] ?? NaN) + (byHand[0] ?? NaN)) / 2;
  expect(similarity.onHost(a, b)).toBeCloseTo(expected, 12);
  const shape: [number, number, number] = channelsLast ? [2, 1, 2] : [2, 2, 1];
  expect(tf.tidy(() => similarity.onDevice(tf.tensor3d(a, shape), tf.tensor3d(b, shape)).dataSync()[0])).toBeCloseTo(expected, 5);
});
