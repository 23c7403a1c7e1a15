import * as tf from '@tensorflow/tfjs-core';
import { ShapeError } from '../errors';

/**
 * One row per label with 1 at the label's position and 0 elsewhere, float32, shape `[...labels.shape, classes]`.
 *
 * A label outside `[0, classes)` gives a row of zeros.
 *
 * @param labels int32, any rank
 * @throws ShapeError when the labels are not int32
 */
export function oneHot(labels: tf.Tensor, classes: number): tf.Tensor {
  if (labels.dtype !== 'int32') {
    throw new ShapeError({ owner: 'oneHot', expected: 'int32 labels', got: labels, mend: "Convert them with tf.cast(labels, 'int32')." });
  }
  // The wasm backend writes integers whatever dtype is asked for: convert afterwards.
  return tf.tidy(() => tf.cast(tf.oneHot(labels, classes, 1, 0, 'int32'), 'float32'));
}
