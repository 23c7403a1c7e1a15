import { NotComputableError, OptionError, ShapeError } from '../../../src/errors';
import { PrecisionRecallCurve } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';

useTestBackend();

/** From scikit-learn's precision_recall_curve. */
test.each([
  ['scores', [0.125, 0.5, 0.375, 0.75], [0, 0, 1, 1], [[0.5, 2 / 3, 0.5, 1, 1], [1, 1, 0.5, 0.5, 0], [0.125, 0.375, 0.5, 0.75]]],
  ['-1 and 1', [0.125, 0.5, 0.375, 0.75], [-1, -1, 1, 1], [[0.5, 2 / 3, 0.5, 1, 1], [1, 1, 0.5, 0.5, 0], [0.125, 0.375, 0.5, 0.75]]],
  ['ties', [1, 1, 2], [0, 1, 1], [[2 / 3, 1, 1], [1, 0.5, 0], [1, 2]]],
  ['positives only', [0.1, 0.4, 0.35, 0.8], [1, 1, 1, 1], [[1, 1, 1, 1, 1], [1, 0.75, 0.5, 0.25, 0], [0.1, 0.35, 0.4, 0.8]]],
  ['negatives only', [0.1, 0.4, 0.35, 0.8], [0, 0, 0, 0], [[0, 0, 0, 0, 1], [1, 1, 1, 1, 0], [0.1, 0.35, 0.4, 0.8]]],
  ['a column', [[0.5], [0.25]], [[1], [0]], [[0.5, 1, 1], [1, 1, 0], [0.25, 0.5]]],
])('%s', (_, yPred, y, expected) => {
  const metric = new PrecisionRecallCurve();
  void metric.update([yPred, y]);
  expect(metric.compute()).toEqual(expected);
});

test.each([
  ['several labels', [[[0.5, 0.5]], [[1, 0]]]],
  ['other labels', [[0.5, 0.5], [0, 5]]],
  ['scores that are not finite', [[NaN], [1]]],
])('refuses %s', (_, pair) => {
  const metric = new PrecisionRecallCurve();
  expect(() => metric.update(pair as never)).toThrow(ShapeError);
  expect(() => metric.compute()).toThrow(NotComputableError);
});

test('refuses unknown options', () => {
  expect(() => new PrecisionRecallCurve({ dropIntermediate: true } as never)).toThrow(OptionError);
});
