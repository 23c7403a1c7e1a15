import * as tf from '@tensorflow/tfjs-core';

/** What a caller of `tf.oneHot` may set. */
export interface OneHotAttributes {
  readonly depth: number;
  readonly onValue: number;
  readonly offValue: number;
  readonly dtype: tf.DataType;
}

/** One row for each index, by comparing it with every position; an index outside gives a row without a hit. */
export function oneHot(indices: tf.Tensor, { depth, onValue, offValue, dtype }: OneHotAttributes): tf.Tensor {
  const hits = tf.equal(tf.expandDims(indices, -1), tf.range(0, depth, 1, 'int32'));
  // On this backend a value of true is the byte 1, and a conversion keeps it.
  const rows = tf.cast(hits, 'float32');
  return tf.cast(tf.add(tf.mul(rows, onValue - offValue), offValue), dtype);
}
