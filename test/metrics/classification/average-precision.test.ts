import { NotComputableError, OptionError, ShapeError } from '../../../src/errors';
import { AveragePrecision } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';

useTestBackend();

const scores = [0.1, 0.4, 0.35, 0.8];
const classes = [[0.1, 0.9, 0.2], [0.4, 0.3, 0.3], [0.35, 0.2, 0.9], [0.8, 0.6, 0.1]];

/** From scikit-learn's average_precision_score. */
test.each([
  ['0 and 1', scores, [0, 0, 1, 1], 5 / 6],
  ['-1 and 1', scores, [-1, -1, 1, 1], 5 / 6],
  ['1 is the positive one even of 1 and 2', scores, [2, 2, 1, 1], 5 / 6],
  ['ties', [0.5, 0.5, 0.5, 0.25], [1, 0, 1, 1], (2 / 3) * (2 / 3) + (1 / 3) * (3 / 4)],
  ['positives only', scores, [1, 1, 1, 1], 1],
  ['negatives only', scores, [0, 0, 0, 0], 0],
  ['a column', [[0.1], [0.4], [0.35], [0.8]], [[0], [0], [1], [1]], 5 / 6],
  ['several labels', [[0.79, 0.21], [0.3, 0.7], [0.46, 0.54], [0.16, 0.84]], [[1, 1], [1, 1], [0, 1], [0, 1]], (5 / 6 + 1) / 2],
  ['several labels, one of them never', [[0.1, 0.9], [0.4, 0.3]], [[0, 1], [0, 0]], 0.5],
  ['classes', classes, [0, 1, 2, 1], (0.25 + (0.5 * 0.5 + 0.5 * (2 / 3)) + 1) / 3],
  ['classes by any labels', classes, [3, 7, 9, 3], 0.6944444444444443],
])('%s', (_, yPred, y, expected) => {
  const metric = new AveragePrecision();
  void metric.update([yPred, y]);
  expect(metric.compute()).toBeCloseTo(expected, 12);
});

test('classes that come batch by batch', () => {
  const metric = new AveragePrecision();
  classes.forEach((row, example) => void metric.update([[row], [[0, 1, 2, 1][example] ?? 0]]));
  expect(metric.compute()).toBeCloseTo(0.611111111111111, 12);
});

test('classes without examples are found by compute', () => {
  const metric = new AveragePrecision();
  void metric.update([classes, [0, 1, 1, 0]]);
  expect(() => metric.compute()).toThrow('AveragePrecision.y: expected targets with each of the 3 classes that have scores, got [0,1]');
  void metric.update([Array.from({ length: 12 }, () => [0, 0, 0]), Array.from({ length: 12 }, (_, label) => label)]);
  expect(() => metric.compute()).toThrow('array of 12');
});

test.each([
  ['scores that are not finite', [[0.5, NaN], [0, 1]]],
  ['three labels without class scores', [scores, [0, 1, 2, 2]]],
  ['two labels without a 1', [scores, [0, 0, 5, 5]]],
  ['labels that are not whole', [[0.5, 1], [0.5, 1]]],
  ['class labels that are not whole', [classes, [0, 1, 0.5, 2]]],
  ['scores of two classes', [[[0.5, 0.5]], [1]]],
  ['another number of labels', [[[0.5, 0.5, 0.5]], [[1, 0]]]],
])('refuses %s', (_, pair) => {
  const metric = new AveragePrecision();
  expect(() => metric.update(pair as never)).toThrow(ShapeError);
  expect(() => metric.compute()).toThrow(NotComputableError);
});

test('refuses unknown options', () => {
  expect(() => new AveragePrecision({ average: 'micro' } as never)).toThrow(OptionError);
});
