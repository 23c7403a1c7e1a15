import type * as tf from '@tensorflow/tfjs-core';
import { absolute, elementwise } from './elementwise';
import type { ReductionOptions } from './reduction';

/**
 * Mean absolute error, `|yPred - y|`, as torch's `l1_loss`: its gradient is 0 where the two are equal.
 *
 * @param yPred any shape, float32
 * @param y the same shape; nothing is broadcast
 * @returns a scalar, or with `reduction: 'none'` the shape of `yPred`
 * @throws ShapeError, OptionError
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { losses } from 'tfjs-ignite';
 *
 * losses.l1(tf.tensor1d([1, 2]), tf.tensor1d([1, 4])).dataSync()[0]; // => 1
 * ```
 */
export function l1(yPred: tf.Tensor, y: tf.Tensor, options: ReductionOptions = {}): tf.Tensor {
  return elementwise('l1', yPred, y, options, [], absolute);
}
