import * as tf from '@tensorflow/tfjs-core';

/** Sums rows by segment, the gradient of a gather or an embedding; rows whose segment lies outside are left out. */
export function unsortedSegmentSum(x: tf.Tensor, segmentIds: tf.Tensor, { numSegments }: { readonly numSegments: number }): tf.Tensor {
  const rest = x.shape.slice(segmentIds.rank);
  const rows = segmentIds.size;
  const width = tf.util.sizeFromShape(rest);
  const ids = tf.reshape(segmentIds, [rows, 1]);
  const sums = tf.scatterND(ids, tf.reshape(x, [rows, width]), [numSegments, width]);
  return tf.reshape(sums, [numSegments, ...rest]);
}
