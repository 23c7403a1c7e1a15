import * as tf from '@tensorflow/tfjs-core';
import { NotComputableError, OptionError, ShapeError } from '../../../src/errors';
import { Accuracy, TopKCategoricalAccuracy } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

const scores = [[0.7, 0.2, 0.06, 0.04], [0.2, 0.3, 0.4, 0.1], [0.4, 0.35, 0.2, 0.05], [0.7, 0.05, 0.15, 0.1]];
const targets = [1, 0, 0, 2];

test.each([
  [1, 1 / 4],
  [2, 3 / 4],
  [3, 1],
  [4, 1],
])('k = %d: %d', async (k, expected) => {
  const metric = new TopKCategoricalAccuracy({ k });
  await metric.update([scores, targets]);
  expect(metric.compute()).toBe(expected);
});

test('k = 1 is accuracy', async () => {
  const [top, accuracy] = [new TopKCategoricalAccuracy({ k: 1 }), new Accuracy()];
  for (const metric of [top, accuracy]) await metric.update([scores, targets]);
  expect(top.compute()).toBe(accuracy.compute());
});

test.each([
  ['equal scores: the first ones', [[1, 1, 1, 0]], [2], 0],
  ['equal scores, the second of two', [[1, 1, 1, 0]], [1], 1],
  ['no class', [[3, 2, 1]], [3], 0],
  ['a negative target', [[3, 2, 1]], [-1], 0],
  ['a fraction', [[3, 2, 1]], [0.5], 0],
  ['NaN counts as the largest', [[NaN, 2, NaN]], [1], 0],
  ['NaN of the target itself', [[0, 2, NaN]], [2], 1],
  ['all NaN', [[NaN, NaN, NaN]], [2], 0],
  ['negative and infinite scores', [[-Infinity, -2, -1]], [1], 1],
  ['a column of targets', [[3, 2, 1], [3, 2, 1]], [[0], [2]], 1 / 2],
])('%s, here and on the device', async (_, yPred, y, expected) => {
  const near = new TopKCategoricalAccuracy({ k: 2 });
  await near.update([yPred, y]);
  expect(near.compute()).toBe(expected);
  pretendReadsAreDear();
  const before = tf.memory().numTensors;
  const far = new TopKCategoricalAccuracy({ k: 2 });
  const tensors = [tf.tensor(yPred), tf.tensor(y)] as const;
  await far.update(tensors);
  expect(await far.compute()).toBe(expected);
  far.dispose();
  tf.dispose([...tensors]);
  expect(tf.memory().numTensors).toBe(before);
});

test('refuses options and shapes that do not fit', () => {
  for (const k of [0, -1, 1.5, '2']) expect(() => new TopKCategoricalAccuracy({ k: k as number })).toThrow(OptionError);
  const metric = new TopKCategoricalAccuracy();
  expect(() => metric.update([scores, targets])).toThrow(/at least 5 classes/);
  const top2 = new TopKCategoricalAccuracy({ k: 2 });
  for (const pair of [[targets, targets], [scores, targets.slice(1)], [scores, scores], [[scores], [targets]]]) expect(() => top2.update(pair as never)).toThrow(ShapeError);
  expect(() => top2.compute()).toThrow(NotComputableError);
});
