import * as tf from '@tensorflow/tfjs-core';

/** Sums rows by segment, the gradient of a gather or an embedding; rows whose segment lies outside are left out. */
export function unsortedSegmentSum(x: tf.Tensor, segmentIds: tf.Tensor, { numSegments }: { readonly numSegments: number }): tf.Tensor {
  const rest = x.shape.slice(segmentIds.rank);
  const rows = segmentIds.size;
  const width = tf.util.sizeFromShape(rest);
  const ids = tf.reshape(segmentIds, [rows, 1]);
  // The scattering kernel writes wherever an index points: send rows of no segment to one of their own, cut off at the end.
  const outside = tf.logicalOr(tf.less(ids, tf.scalar(0, 'int32')), tf.greaterEqual(ids, tf.scalar(numSegments, 'int32')));
  const safe = tf.where(outside, tf.fill([rows, 1], numSegments, 'int32'), ids);
  const sums = tf.scatterND(safe, tf.reshape(x, [rows, width]), [numSegments + 1, width]);
  return tf.reshape(tf.slice(sums, [0, 0], [numSegments, width]), [numSegments, ...rest]);
}
