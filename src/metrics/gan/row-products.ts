/** Rows that are taken at once: then the sums of a column are read and written a quarter as often. */
const TOGETHER = 4;

/** Rows whose numbers stay near while all columns go over them. */
const BLOCK = 64;

/** A matrix by rows in double precision, filled up with rows of zeros for `rowProducts`. */
export function paddedRows(data: ArrayLike<number>, columns: number): Float64Array {
  const together = columns * TOGETHER;
  const rows = new Float64Array(Math.ceil(data.length / together) * together);
  rows.set(data);
  return rows;
}

/**
 * `aᵀ b`, the sum over the rows of `a` and `b` of all products of one of each, row-major `[columns, columns]`.
 *
 * @param half leaves everything below the diagonal 0: all there is to say when `a` is `b`
 */
export function rowProducts(a: Float64Array, b: Float64Array, columns: number, half: boolean): Float64Array {
  const products = new Float64Array(columns * columns);
  for (let block = 0; block < a.length; block += BLOCK * columns) {
    const end = Math.min(block + BLOCK * columns, a.length);
    for (let column = 0; column < columns; column++) {
      const to = column * columns;
      for (let first = block; first < end; first += TOGETHER * columns) {
        const [second, third, fourth] = [first + columns, first + 2 * columns, first + 3 * columns];
        const a1 = a[first + column] ?? 0;
        const a2 = a[second + column] ?? 0;
        const a3 = a[third + column] ?? 0;
        const a4 = a[fourth + column] ?? 0;
        for (let other = half ? column : 0; other < columns; other++) {
          products[to + other] =
            (products[to + other] ?? 0) + a1 * (b[first + other] ?? 0) + a2 * (b[second + other] ?? 0) + a3 * (b[third + other] ?? 0) + a4 * (b[fourth + other] ?? 0);
        }
      }
    }
  }
  return products;
}
