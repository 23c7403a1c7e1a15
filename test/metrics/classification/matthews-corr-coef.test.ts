import * as tf from '@tensorflow/tfjs-core';
import { NotComputableError, OptionError, ShapeError } from '../../../src/errors';
import { MatthewsCorrCoef } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

const scores = [[0.1, 0.8, 0.1], [0.7, 0.2, 0.1], [0.2, 0.2, 0.6], [0.5, 0.3, 0.2], [0.1, 0.7, 0.2]];
const targets = [1, 0, 2, 1, 2];

/** scikit-learn's matthews_corrcoef of the same. */
const expected = 0.4375;

test.each([
  ['labels of any numbers', [1, 1, 1, -1], [1, -1, 1, 1], -1 / 3],
  ['scores', scores, targets, expected],
  ['scores, with targets one hot', scores, targets.map((label) => [0, 1, 2].map((at) => (at === label ? 1 : 0))), expected],
  ['labels', [1, 0, 2, 0, 1], targets, expected],
  ['columns', [[1], [0], [2], [0], [1]], targets.map((label) => [label]), expected],
  ['all right', [3, 5, 9], [3, 5, 9], 1],
  ['one prediction for all', [1, 1, 1], [0, 1, 1], 0],
  ['one class only', [1, 1], [1, 1], 0],
  ['mostly wrong', [1, 0, 0, 0], [0, 1, 1, 0], -0.5773502691896258],
  ['no label in common', [0, 1, 0], [2, 3, 3], 0],
])('%s', async (_, yPred, y, value) => {
  const metric = new MatthewsCorrCoef();
  await metric.update([yPred, y]);
  expect(metric.compute()).toBeCloseTo(value, 12);
});

test('on the device labels are checked by compute', async () => {
  pretendReadsAreDear();
  const before = tf.memory().numTensors;
  const metric = new MatthewsCorrCoef();
  const tensors = [tf.tensor2d(scores), tf.tensor1d(targets), tf.tensor2d([[1, 2, 3]]), tf.tensor1d([0.5])] as const;
  await metric.update([tensors[0], tensors[1]]);
  expect(await metric.compute()).toBeCloseTo(expected, 6);
  await metric.update([tensors[2], tensors[3]]);
  await expect(async () => metric.compute()).rejects.toThrow(ShapeError);
  metric.dispose();
  tf.dispose([...tensors]);
  expect(tf.memory().numTensors).toBe(before);
});

test('targets with more axes than predictions: by compute, or at once with checkComputeFn', async () => {
  const pair = [[1, 0], [[1, 0], [0, 1]]] as const;
  expect(() => new MatthewsCorrCoef({ checkComputeFn: true }).update(pair)).toThrow(ShapeError);
  const metric = new MatthewsCorrCoef();
  await metric.update(pair);
  expect(() => metric.compute()).toThrow(ShapeError);
});

test('refuses options and labels that do not fit', () => {
  expect(() => new MatthewsCorrCoef({ numClasses: 3 } as never)).toThrow(OptionError);
  for (const pair of [[[0.5], [1]], [[1], [NaN]], [1, 1], [[1, 0], [1]]]) expect(() => new MatthewsCorrCoef().update(pair as never)).toThrow(ShapeError);
  expect(() => new MatthewsCorrCoef().compute()).toThrow(NotComputableError);
});
