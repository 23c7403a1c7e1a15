import { columnOf, columnsOf, meanOverColumns } from '../../../src/metrics/classification/curve-columns';

const table = { dtype: 'float64' as const, shape: [2, 3], data: Float64Array.of(1, 2, 3, 4, 5, 6) };

test('columns of a table, and a vector as its only column', () => {
  const vector = { dtype: 'float64' as const, shape: [3], data: Float64Array.of(1, 2, 3) };
  expect([columnsOf(table), columnsOf(vector), columnsOf({ shape: [5, 1] })]).toEqual([3, 1, 1]);
  expect([0, 1, 2].map((index) => [...columnOf(table, index)])).toEqual([[1, 4], [2, 5], [3, 6]]);
  expect(columnOf(vector, 0)).toBe(vector.data);
});

test('the mean over columns', () => {
  expect(meanOverColumns(3, (index) => index * index)).toBe(5 / 3);
  expect(meanOverColumns(2, (index) => (index === 0 ? NaN : 1))).toBeNaN();
});
