import * as tf from '@tensorflow/tfjs-core';

/** Rows in doubles, with rows of zeros up to a multiple of `TILE`. */
export interface PaddedRows {
  readonly data: Float64Array;
  readonly rows: number;
  readonly width: number;
  /** How many rows there are with the padding. */
  readonly padded: number;
}

/** How many rows, against half as many others, are gone through together: every number is loaded for several distances. */
const TILE = 4;

/** After how many columns it is seen whether rows are far enough apart. */
const STRIDE = 32;

/** `rows` rows of `width` numbers each, ready for `squaredDistances`. */
export function paddedRows(values: ArrayLike<number>, rows: number, width: number): PaddedRows {
  const padded = Math.ceil(rows / TILE) * TILE;
  const data = new Float64Array(padded * width);
  data.set(values);
  return { data, rows, width, padded };
}

/**
 * The squared Euclidean distance of row `i` of `x` to row `j` of `y` at `i * y.padded + j`; of an input to itself only where `j < i`.
 *
 * They come from differences, not from products, so nothing cancels out: equal rows are exactly 0 apart. Distances above `enough` may be too
 * small, but are above it.
 */
export function squaredDistances(x: PaddedRows, y: PaddedRows, enough = Infinity): Float64Array {
  const result = new Float64Array(x.padded * y.padded);
  for (let row = 0; row < x.padded; row += TILE) {
    const end = x === y ? row + TILE : y.padded;
    for (let column = 0; column < end; column += 2) addTile(x, y, row, column, enough, result);
  }
  return result;
}

/** 4 rows against 2. */
function addTile({ data: a, width }: PaddedRows, { data: b, padded }: PaddedRows, row: number, column: number, enough: number, result: Float64Array): void {
  let [d00, d01, d10, d11, d20, d21, d30, d31] = [0, 0, 0, 0, 0, 0, 0, 0];
  const [a0, a1, a2, a3] = [row * width, (row + 1) * width, (row + 2) * width, (row + 3) * width];
  const [b0, b1] = [column * width, (column + 1) * width];
  for (let from = 0; from < width; from += STRIDE) {
    const to = Math.min(from + STRIDE, width);
    for (let at = from; at < to; at++) {
      const left = b[b0 + at] ?? NaN;
      const right = b[b1 + at] ?? NaN;
      let value = a[a0 + at] ?? NaN;
      d00 += (value - left) * (value - left);
      d01 += (value - right) * (value - right);
      value = a[a1 + at] ?? NaN;
      d10 += (value - left) * (value - left);
      d11 += (value - right) * (value - right);
      value = a[a2 + at] ?? NaN;
      d20 += (value - left) * (value - left);
      d21 += (value - right) * (value - right);
      value = a[a3 + at] ?? NaN;
      d30 += (value - left) * (value - left);
      d31 += (value - right) * (value - right);
    }
    if (d00 > enough && d01 > enough && d10 > enough && d11 > enough && d20 > enough && d21 > enough && d30 > enough && d31 > enough) break;
  }
  const first = row * padded + column;
  result[first] = d00;
  result[first + 1] = d01;
  result[first + padded] = d10;
  result[first + padded + 1] = d11;
  result[first + 2 * padded] = d20;
  result[first + 2 * padded + 1] = d21;
  result[first + 3 * padded] = d30;
  result[first + 3 * padded + 1] = d31;
}

/** All squared distances between the rows of `[rows, width]`, on the device: `[rows, rows]`, exactly 0 on the diagonal. */
export function squaredDistancesOnDevice(rows: tf.Tensor, others: tf.Tensor = offDiagonal(rows.shape[0])): tf.Tensor {
  // Distances do not change when all rows move, and the products that are subtracted from each other stay small.
  const centred = tf.sub<tf.Tensor2D>(rows, tf.mean(rows, 0));
  const products = tf.matMul(centred, centred, false, true);
  const squares = tf.sum(tf.mul(products, tf.sub(1, others)), 1, true);
  return tf.relu(tf.mul(tf.sub(tf.add(squares, tf.transpose(squares)), tf.mul(products, 2)), others));
}

/** `[size, size]` ones with zeros on the diagonal. */
export function offDiagonal(size: number): tf.Tensor2D {
  return tf.sub(1, tf.eye(size));
}
