import { cosineOfUnits, euclidean, manhattan, normalized } from '../../../src/metrics/clustering/distances';

const rows = Float64Array.of(9, 0, 0, 0, 1, 2, 2, 4);

test.each([
  [1, 1, 1],
  [2, Math.sqrt(5), 3],
  [3, 3, 5],
  [4, 5, 9],
])('over %d columns', (columns, length, sum) => {
  const origin = new Float64Array(columns);
  expect(euclidean(rows, 4, origin, 0, columns)).toBe(length);
  expect(euclidean(origin, 0, rows, 4, columns)).toBe(length);
  expect(manhattan(rows, 4, origin, 0, columns)).toBe(sum);
  expect(manhattan(origin, 0, rows, 4, columns)).toBe(sum);
});

test('cosine of the same, of right and of opposite directions, and of a row of zeros', () => {
  const units = normalized(Float64Array.of(3, 4, 6, 8, -4, 3, -3, -4, 0, 0), 2);
  expect([...units]).toEqual([0.6, 0.8, 0.6, 0.8, -0.8, 0.6, -0.6, -0.8, 0, 0]);
  expect([1, 2, 3, 4].map((row) => cosineOfUnits(units, 0, units, row * 2, 2))).toEqual([0, 1, 2, 1]);
});

test.each([1, 2, 3, 4, 5])('cosine over %d columns', (columns) => {
  const units = normalized(Float64Array.from({ length: columns * 2 }, (_, index) => (index < columns ? 1 : index % 2 === 0 ? 2 : -1)), columns);
  const dot = Array.from({ length: columns }, (_, column) => (units[column] ?? NaN) * (units[columns + column] ?? NaN)).reduce((sum, product) => sum + product, 0);
  expect(cosineOfUnits(units, 0, units, columns, columns)).toBeCloseTo(Math.min(2, Math.max(0, 1 - dot)), 12);
});
