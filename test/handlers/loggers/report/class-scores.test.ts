import { accuracyOf, classScores, meanScores } from '../../../../src/handlers/loggers/report/class-scores';

const matrix = [
  [8, 2, 0],
  [1, 9, 0],
  [0, 0, 0],
];

test('precision, recall and F1 by class; NaN where there is nothing to divide by', () => {
  expect(classScores(matrix, ['cat', 'dog', 'cow'])).toEqual([
    { label: 'cat', precision: 8 / 9, recall: 0.8, f1: 16 / 19, support: 10 },
    { label: 'dog', precision: 9 / 11, recall: 0.9, f1: 18 / 21, support: 10 },
    { label: 'cow', precision: NaN, recall: NaN, f1: NaN, support: 0 },
  ]);
});

test('means over the classes, where NaN counts as 0', () => {
  const scores = classScores(matrix, ['cat', 'dog', 'cow']);
  expect(meanScores(scores, 'macro')).toMatchObject({ recall: 1.7 / 3, support: 20 });
  expect(meanScores(scores, 'weighted').recall).toBeCloseTo(0.85, 12);
});

test('accuracy is the share of the diagonal', () => expect(accuracyOf(matrix)).toBe(17 / 20));
