import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { NotComputableError, OptionError, ShapeError } from '../../../src/errors';
import { RocAuc } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

const scores = [0.1, 0.4, 0.35, 0.8];

/** From scikit-learn's roc_auc_score. */
test.each([
  ['0 and 1', scores, [0, 0, 1, 1], 0.75],
  ['-1 and 1', scores, [-1, -1, 1, 1], 0.75],
  ['any two labels, the larger one positive', scores, [2, 2, 1, 1], 0.25],
  ['ties', [0.5, 0.5, 0.5, 0.25], [1, 0, 1, 0], 0.75],
  ['only one score', [1, 1, 1], [1, 0, 1], 0.5],
  ['booleans', scores, [true, false, true, true], 1 / 3],
  ['a column', [[0.1], [0.4], [0.35], [0.8]], [[0], [0], [1], [1]], 0.75],
  ['positives only', scores, [1, 1, 1, 1], NaN],
  ['negatives only', scores, [0, 0, 0, 0], NaN],
  ['several labels', [[0.1, 0.9], [0.4, 0.3], [0.35, 0.2], [0.8, 0.4]], [[0, 1], [0, 1], [1, 0], [1, 0]], (0.75 + 0.75) / 2],
  ['several labels, -1 and 1', [[0.1, 0.9], [0.4, 0.3]], [[-1, 1], [1, -1]], 1],
  ['several labels, one of them never', [[0.1, 0.9], [0.4, 0.3]], [[0, 1], [0, 0]], NaN],
])('%s', (_, yPred, y, expected) => {
  const metric = new RocAuc();
  void metric.update([yPred, y]);
  expect(metric.compute()).toBe(expected);
});

test('is the share of pairs whose positive example scores higher, ties counting half', () =>
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 1 })), { minLength: 1 }), (examples) => {
      const [high, low] = [1, 0].map((label) => examples.filter((example) => example[1] === label).map(([score]) => score));
      const wins = (high ?? []).flatMap((a) => (low ?? []).map((b) => (a > b ? 1 : a === b ? 0.5 : 0)));
      const metric = new RocAuc();
      void metric.update([examples.map(([score]) => score), examples.map(([, label]) => label)]);
      expect(metric.compute()).toBe(wins.reduce((sum: number, win) => sum + win, 0) / wins.length);
    }),
  ));

test.each([
  ['scores that are not finite', [[0.5, NaN], [0, 1]]],
  ['three labels', [scores, [0, 1, 2, 2]]],
  ['labels that are not whole', [[0.5, 1], [0.5, 1]]],
  ['class scores for class labels', [[[0.5, 0.5]], [1]]],
  ['another number of labels', [[[0.5, 0.5, 0.5]], [[1, 0]]]],
])('refuses %s', (_, pair) => {
  const metric = new RocAuc();
  expect(() => metric.update(pair as never)).toThrow(ShapeError);
  expect(() => metric.compute()).toThrow(NotComputableError);
});

test('labels that only do not fit together are found by compute', () => {
  const metric = new RocAuc();
  for (const label of [0, 1, 2]) void metric.update([[0.5], [label]]);
  expect(() => metric.compute()).toThrow('RocAuc.y: expected at most 2 different labels, got [0,1,2]');
  const several = new RocAuc();
  void several.update([[[0.1, 0.9], [0.4, 0.3]], [[0, 5], [5, 0]]]);
  expect(() => several.compute()).toThrow('RocAuc.y: expected labels 0 and 1, or -1 and 1, got [0,5]');
});

test('on the device forbidden values are found by compute', async () => {
  pretendReadsAreDear();
  const pair = [tf.tensor1d([0.5, NaN]), tf.tensor1d([0, 1], 'int32')] as const;
  const metric = new RocAuc();
  void metric.update(pair);
  tf.dispose([...pair]);
  await expect(async () => metric.compute()).rejects.toThrow('RocAuc.yPred: expected finite numbers, got NaN');
  metric.dispose();
});

test('options', () => {
  expect(() => new RocAuc({ average: 'macro' } as never)).toThrow(OptionError);
  const early = new RocAuc({ checkComputeFn: true });
  expect(() => early.update([[[0.1, 0.9], [0.4, 0.3]], [[0, 5], [5, 0]]])).toThrow(ShapeError);
  expect(() => early.compute()).toThrow(NotComputableError);
});
