import * as fc from 'fast-check';
import { binaryCurve } from '../../../src/metrics/classification/binary-curve';

function plain(scores: readonly number[], labels: readonly number[], positive = 1): Record<string, unknown> {
  const { thresholds, truePositives, falsePositives, ...counts } = binaryCurve(Float64Array.from(scores), Float64Array.from(labels), positive);
  return { thresholds: [...thresholds], truePositives: [...truePositives], falsePositives: [...falsePositives], ...counts };
}

test('counts down the scores; equal scores share a threshold, and 0 is -0', () => {
  expect(plain([0.5, 0, 0.9, 0.5, -0, -3], [1, 1, 0, 0, 0, 1])).toEqual({
    thresholds: [0.9, 0.5, 0, -3],
    truePositives: [0, 1, 2, 3],
    falsePositives: [1, 2, 3, 3],
    positives: 3,
    negatives: 3,
  });
});

test('any label may be the positive one, and all examples of one kind', () => {
  expect(plain([1, 2, 3], [7, 8, 7], 8)).toMatchObject({ truePositives: [0, 1, 1], falsePositives: [1, 1, 2] });
  expect(plain([1, 2], [1, 1])).toEqual({ thresholds: [2, 1], truePositives: [1, 2], falsePositives: [0, 0], positives: 2, negatives: 0 });
  expect(plain([1, 2], [0, 0])).toEqual({ thresholds: [2, 1], truePositives: [0, 0], falsePositives: [1, 2], positives: 0, negatives: 2 });
  expect(plain([], [])).toMatchObject({ thresholds: [], positives: 0, negatives: 0 });
});

test('at each distinct score it counts the examples that score as much', () =>
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: 0, max: 1 }))), (examples) => {
      const thresholds = [...new Set(examples.map(([score]) => score))].sort((a, b) => b - a);
      const count = (label: number): number[] => thresholds.map((threshold) => examples.filter((example) => example[0] >= threshold && example[1] === label).length);
      expect(plain(examples.map(([score]) => score), examples.map(([, label]) => label))).toMatchObject({ thresholds, truePositives: count(1), falsePositives: count(0) });
    }),
  ));

test('leaves its inputs as they are', () => {
  const [scores, labels] = [Float64Array.of(1, 3, 2), Float64Array.of(0, 1, 1)];
  binaryCurve(scores, labels, 1);
  expect([[...scores], [...labels]]).toEqual([[1, 3, 2], [0, 1, 1]]);
});
