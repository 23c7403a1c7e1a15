import { frechetDistance } from '../../../src/metrics/gan/frechet-distance';

const normal = (mean: number[], covariance: number[]) => ({ mean: Float64Array.from(mean), covariance: Float64Array.from(covariance) });
const standard = normal([0, 0], [1, 0, 0, 1]);

test.each([
  ['the same', standard, standard, 0],
  ['moved', standard, normal([3, 4], [1, 0, 0, 1]), 25],
  ['wider: the square of the difference of the deviations', standard, normal([0, 0], [9, 0, 0, 1]), 4],
  ['without any spread', normal([1, 1], [0, 0, 0, 0]), normal([1, 2], [0, 0, 0, 0]), 1],
  ['spread along different axes', normal([0, 0], [4, 0, 0, 0]), normal([0, 0], [0, 0, 0, 9]), 13],
  ['one feature', normal([1], [4]), normal([2], [1]), 2],
  // Of scipy.linalg.sqrtm.
  ['with correlations', normal([0, 1], [2, 0.5, 0.5, 1]), normal([1, 3], [1, -0.25, -0.25, 3]), 5.905875194318954],
  ['in fewer dimensions', normal([0, 0, 0], [2, 1, 0, 1, 0.5, 0, 0, 0, 0]), normal([1, 0, 0], [1, 0.2, 0.1, 0.2, 1, 0.3, 0.1, 0.3, 1]), 3.09412272681472],
])('%s', (_, a, b, expected) => {
  expect(frechetDistance(a, b)).toBeCloseTo(expected, 7);
  expect(frechetDistance(b, a)).toBeCloseTo(expected, 7);
});

test.each([NaN, Infinity])('%p in a distribution is NaN in the distance', (value) => {
  expect(frechetDistance(standard, normal([0, value], [1, 0, 0, 1]))).toBeNaN();
  expect(frechetDistance(standard, normal([0, 0], [1, 0, 0, value]))).toBeNaN();
});
