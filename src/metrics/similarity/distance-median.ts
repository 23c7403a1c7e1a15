import * as tf from '@tensorflow/tfjs-core';

/**
 * The median of a whole matrix of distances, `rows` zeros on its diagonal and each pair's twice, of the distances of the pairs; there are at
 * least 4 rows. Changes the order of `pairs`.
 */
export function distanceMedian(pairs: Float64Array, rows: number): number {
  const [lower, upper] = [Math.floor((rows * rows - 1) / 2), Math.floor((rows * rows) / 2)].map((index) => Math.floor((index - rows) / 2));
  const low = select(pairs, lower ?? NaN);
  if (upper === lower) return low;
  let next = Infinity;
  for (let index = (lower ?? NaN) + 1; index < pairs.length; index++) next = Math.min(next, pairs[index] ?? NaN);
  return (low + next) / 2;
}

/** The value that sorting would put at an index; those before it are no larger, those behind it no smaller (Hoare's selection). */
function select(values: Float64Array, index: number): number {
  let first = 0;
  let last = values.length - 1;
  while (first < last) {
    const pivot = values[index] ?? NaN;
    let low = first;
    let high = last;
    do {
      while ((values[low] ?? NaN) < pivot) low++;
      while (pivot < (values[high] ?? NaN)) high--;
      if (low > high) break;
      const moved = values[low] ?? NaN;
      values[low++] = values[high] ?? NaN;
      values[high--] = moved;
    } while (low <= high);
    if (high < index) first = low;
    if (index < low) last = high;
  }
  return values[index] ?? NaN;
}

/** Each round leaves an eighth of where the median may be: the last is below the precision of floats. */
const ROUNDS = 10;
const PARTS = 8;

/** The median of the elements of a tensor, none of them negative, without a read. */
export function medianOnDevice(values: tf.Tensor): tf.Tensor {
  const flat = tf.reshape(values, [1, values.size]);
  const rank = Math.floor((flat.size - 1) / 2) + 1;
  const fractions = tf.reshape(tf.div(tf.range(1, PARTS), PARTS), [PARTS - 1, 1]);
  const largest = tf.max(flat);
  let [above, atMost]: [tf.Tensor, tf.Tensor] = [tf.neg(largest), largest];
  for (let round = 0; round < ROUNDS; round++) {
    const tried = tf.add(above, tf.mul(tf.sub(atMost, above), fractions));
    const enough = tf.greaterEqual(tf.sum(tf.cast(tf.lessEqual(flat, tried), 'float32'), 1, true), rank);
    [above, atMost] = [tf.max(tf.where(enough, above, tried)), tf.min(tf.where(enough, tried, atMost))];
  }
  const isLow = tf.lessEqual(flat, atMost);
  const low = tf.max(tf.where(isLow, flat, tf.zerosLike(flat)));
  if (flat.size % 2 === 1) return low;
  const next = tf.min(tf.where(isLow, largest, flat));
  const count = tf.sum(tf.cast(isLow, 'float32'));
  return tf.div(tf.add(low, tf.where(tf.greater(count, rank), low, next)), 2);
}
