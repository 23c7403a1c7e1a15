import { paddedRows, rowProducts } from '../../../src/metrics/gan/row-products';

test('rows are filled up to a multiple of four', () => {
  expect([...paddedRows([1, 2], 2)]).toEqual([1, 2, 0, 0, 0, 0, 0, 0]);
  expect(paddedRows(new Float32Array(8), 2)).toHaveLength(8);
});

test.each([1, 3, 4, 7, 64, 131])('of %d rows: the sum of the products of each column with each', (rows) => {
  const columns = 5;
  const [a, b] = [7, 3].map((step) => Float64Array.from({ length: rows * columns }, (_, index) => ((index * step) % 17) - 8));
  const product = (x: ArrayLike<number> = [], y: ArrayLike<number> = []) =>
    Array.from({ length: columns * columns }, (_, cell) => {
      let sum = 0;
      for (let row = 0; row < rows; row++) sum += (x[row * columns + Math.floor(cell / columns)] ?? NaN) * (y[row * columns + (cell % columns)] ?? NaN);
      return sum;
    });
  const [left, right] = [paddedRows(a ?? [], columns), paddedRows(b ?? [], columns)];
  expect([...rowProducts(left, right, columns, false)]).toEqual(product(a, b));
  const half = product(a, a).map((value, cell) => (cell % columns < Math.floor(cell / columns) ? 0 : value));
  expect([...rowProducts(left, left, columns, true)]).toEqual(half);
});
