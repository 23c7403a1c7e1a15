import * as tf from '@tensorflow/tfjs-core';
import { NotComputableError, OptionError, ShapeError } from '../../../src/errors';
import { CosineSimilarity } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

const yPred = [[1, 2, 4, 1], [2, 3, 1, 5], [1, 3, 5, 1], [1, 5, 1, 11]];
const y = [...yPred].reverse();

test.each([
  [{}, 0.50804913],
  // Norms of less than 6 count as 6.
  [{ eps: 6 }, 0.45832318],
])("%p gives Ignite's %p, of any dtype, here and on the device", async (options, expected) => {
  const metric = new CosineSimilarity(options);
  await metric.update([yPred, y]);
  expect(await metric.compute()).toBeCloseTo(expected, 6);
  pretendReadsAreDear();
  metric.reset();
  const tensors = [tf.tensor2d(yPred, undefined, 'int32'), tf.tensor3d(y.map((row) => [row.slice(0, 2), row.slice(2)]))] as const;
  await metric.update(tensors);
  tf.dispose([...tensors]);
  expect(await metric.compute()).toBeCloseTo(expected, 5);
  metric.dispose();
});

test('a vector of zeros is like nothing', async () => {
  const metric = new CosineSimilarity();
  await metric.update([[[0, 0], [2, 0]], [[1, 1], [4, 0]]]);
  expect(await metric.compute()).toBe(0.5);
});

test('an example with NaN makes NaN, and no example no value', async () => {
  const metric = new CosineSimilarity();
  await metric.update([tf.zeros([0, 3]), tf.zeros([0, 3])]);
  expect(() => metric.compute()).toThrow(NotComputableError);
  await metric.update([[[NaN, 1]], [[1, 1]]]);
  expect(await metric.compute()).toBeNaN();
});

test('refuses options and shapes that do not fit', () => {
  for (const options of [{ eps: -1 }, { eps: NaN }, { epsilon: 1 }]) expect(() => new CosineSimilarity(options as never)).toThrow(OptionError);
  const metric = new CosineSimilarity();
  for (const pair of [[[1, 2], [1, 2]], [1, 1], [[[1, 2]], [[1, 2, 3]]], [[[1, 2]], [[1, 2], [3, 4]]]]) expect(() => metric.update(pair as never)).toThrow(ShapeError);
});
