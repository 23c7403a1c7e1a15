/** The distance of two rows of `columns` numbers that start at `i` and `j`. */
export type Distance = (a: Float64Array, i: number, b: Float64Array, j: number, columns: number) => number;

/** The length of the difference. */
export const euclidean: Distance = (a, i, b, j, columns) => {
  // Two sums, so that one addition need not wait for the other.
  let even = 0;
  let odd = 0;
  const pairs = columns - (columns % 2);
  for (let column = 0; column < pairs; column += 2) {
    const first = (a[i + column] ?? NaN) - (b[j + column] ?? NaN);
    const second = (a[i + column + 1] ?? NaN) - (b[j + column + 1] ?? NaN);
    even += first * first;
    odd += second * second;
  }
  const last = pairs === columns ? 0 : (a[i + pairs] ?? NaN) - (b[j + pairs] ?? NaN);
  return Math.sqrt(even + odd + last * last);
};

/** The sum of the absolute differences. */
export const manhattan: Distance = (a, i, b, j, columns) => {
  let even = 0;
  let odd = 0;
  const pairs = columns - (columns % 2);
  for (let column = 0; column < pairs; column += 2) {
    even += Math.abs((a[i + column] ?? NaN) - (b[j + column] ?? NaN));
    odd += Math.abs((a[i + column + 1] ?? NaN) - (b[j + column + 1] ?? NaN));
  }
  const last = pairs === columns ? 0 : Math.abs((a[i + pairs] ?? NaN) - (b[j + pairs] ?? NaN));
  return even + odd + last;
};

/** 1 minus the cosine of the angle, of rows that `normalized` has made. */
export const cosineOfUnits: Distance = (a, i, b, j, columns) => {
  let even = 0;
  let odd = 0;
  const pairs = columns - (columns % 2);
  for (let column = 0; column < pairs; column += 2) {
    even += (a[i + column] ?? NaN) * (b[j + column] ?? NaN);
    odd += (a[i + column + 1] ?? NaN) * (b[j + column + 1] ?? NaN);
  }
  const last = pairs === columns ? 0 : (a[i + pairs] ?? NaN) * (b[j + pairs] ?? NaN);
  // Rounding may lead past what an angle can give.
  return Math.min(2, Math.max(0, 1 - (even + odd + last)));
};

/** Rows divided by their lengths; a row of zeros stays one, with a distance of 1 from all others. */
export function normalized(rows: Float64Array, columns: number): Float64Array {
  const units = new Float64Array(rows.length);
  const origin = new Float64Array(columns);
  for (let start = 0; start < rows.length; start += columns) {
    const length = euclidean(rows, start, origin, 0, columns);
    for (let column = 0; column < columns; column++) units[start + column] = length === 0 ? 0 : (rows[start + column] ?? NaN) / length;
  }
  return units;
}
