import { NotComputableError, OptionError, ShapeError } from '../../../src/errors';
import { RocCurve } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';

useTestBackend();

/** From scikit-learn's roc_curve. */
test.each([
  ['scores', [0.125, 0.5, 0.375, 0.75], [0, 0, 1, 1], [[0, 0, 0.5, 0.5, 1], [0, 0.5, 0.5, 1, 1], [Infinity, 0.75, 0.5, 0.375, 0.125]]],
  ['-1 and 1', [0.125, 0.5, 0.375, 0.75], [-1, -1, 1, 1], [[0, 0, 0.5, 0.5, 1], [0, 0.5, 0.5, 1, 1], [Infinity, 0.75, 0.5, 0.375, 0.125]]],
  ['points in the middle between others are left out', [4, 3, 2, 1, 0], [1, 1, 1, 0, 0], [[0, 0, 0, 1], [0, 1 / 3, 1, 1], [Infinity, 4, 2, 0]]],
  ['points on a slope too', [2, 2, 1, 1, 0, 0], [0, 1, 0, 1, 0, 1], [[0, 1 / 3, 1], [0, 1 / 3, 1], [Infinity, 2, 0]]],
  ['but not where counts differ', [2, 1, 1, 0, 0, 0], [1, 1, 1, 1, 1, 0], [[0, 0, 0, 1], [0, 0.2, 0.6, 1], [Infinity, 2, 1, 0]]],
  ['one score', [1, 1], [0, 1], [[0, 1], [0, 1], [Infinity, 1]]],
  ['positives only', [0.1, 0.4, 0.35, 0.8], [1, 1, 1, 1], [[NaN, NaN, NaN], [0, 0.25, 1], [Infinity, 0.8, 0.1]]],
  ['negatives only', [0.1, 0.4, 0.35, 0.8], [0, 0, 0, 0], [[0, 0.25, 1], [NaN, NaN, NaN], [Infinity, 0.8, 0.1]]],
  ['negatives only, as -1', [0.5], [-1], [[0, 1], [NaN, NaN], [Infinity, 0.5]]],
  ['a column', [[0.5], [0.25]], [[1], [0]], [[0, 0, 1], [0, 1, 1], [Infinity, 0.5, 0.25]]],
])('%s', (_, yPred, y, expected) => {
  const metric = new RocCurve();
  void metric.update([yPred, y]);
  expect(metric.compute()).toEqual(expected);
});

test.each([
  ['several labels', [[[0.5, 0.5]], [[1, 0]]]],
  ['other labels', [[0.5, 0.5], [1, 2]]],
  ['scores that are not finite', [[Infinity], [1]]],
])('refuses %s', (_, pair) => {
  const metric = new RocCurve();
  expect(() => metric.update(pair as never)).toThrow(ShapeError);
  expect(() => metric.compute()).toThrow(NotComputableError);
});

test('-1 in one batch and 0 in another do not go together', () => {
  const metric = new RocCurve();
  void metric.update([[1], [-1]]);
  void metric.update([[1], [0]]);
  expect(() => metric.compute()).toThrow('RocCurve.y: expected labels 0 and 1, or -1 and 1, got [-1,0]');
});

test('refuses unknown options', () => {
  expect(() => new RocCurve({ dropIntermediate: false } as never)).toThrow(OptionError);
});
