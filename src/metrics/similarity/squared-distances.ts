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

/** How many columns are gone through before the next tile, and how many others' rows before the next rows: so much stays in the caches. */
const COLUMNS = 128;
const BLOCK = 64;

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
  // Equal parts: a last one of a few columns would cost as much as a whole one.
  const columns = Math.ceil(x.width / Math.ceil(x.width / COLUMNS));
  for (let block = 0; block < y.padded; block += BLOCK) {
    for (let row = x === y ? block : 0; row < x.padded; row += TILE) {
      const end = Math.min(block + BLOCK, x === y ? row + TILE : y.padded);
      for (let from = 0; from < x.width; from += columns) {
        for (let other = block; other < end; other += 2) addTile(x, y, row, other, from, Math.min(from + columns, x.width), enough, result);
      }
    }
  }
  return result;
}

/** Adds what some columns add to the distances of 4 rows to 2 others. */
function addTile({ data: a, width }: PaddedRows, { data: b, padded }: PaddedRows, row: number, other: number, from: number, to: number, enough: number, result: Float64Array): void {
  const r0 = row * padded + other;
  const r1 = r0 + padded;
  const r2 = r1 + padded;
  const r3 = r2 + padded;
  let d00 = result[r0] ?? NaN;
  let d01 = result[r0 + 1] ?? NaN;
  let d10 = result[r1] ?? NaN;
  let d11 = result[r1 + 1] ?? NaN;
  let d20 = result[r2] ?? NaN;
  let d21 = result[r2 + 1] ?? NaN;
  let d30 = result[r3] ?? NaN;
  let d31 = result[r3 + 1] ?? NaN;
  if (d00 > enough && d01 > enough && d10 > enough && d11 > enough && d20 > enough && d21 > enough && d30 > enough && d31 > enough) return;
  let a0 = row * width + from;
  let a1 = a0 + width;
  let a2 = a1 + width;
  let a3 = a2 + width;
  let b0 = other * width + from;
  let b1 = b0 + width;
  const end = a0 + to - from;
  while (a0 < end) {
    const left = b[b0++] ?? NaN;
    const right = b[b1++] ?? NaN;
    let value = a[a0++] ?? NaN;
    d00 += (value - left) * (value - left);
    d01 += (value - right) * (value - right);
    value = a[a1++] ?? NaN;
    d10 += (value - left) * (value - left);
    d11 += (value - right) * (value - right);
    value = a[a2++] ?? NaN;
    d20 += (value - left) * (value - left);
    d21 += (value - right) * (value - right);
    value = a[a3++] ?? NaN;
    d30 += (value - left) * (value - left);
    d31 += (value - right) * (value - right);
  }
  result[r0] = d00;
  result[r0 + 1] = d01;
  result[r1] = d10;
  result[r1 + 1] = d11;
  result[r2] = d20;
  result[r2 + 1] = d21;
  result[r3] = d30;
  result[r3 + 1] = d31;
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
