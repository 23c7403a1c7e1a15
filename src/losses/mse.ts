import * as tf from '@tensorflow/tfjs-core';
import { elementwise } from './elementwise';
import type { ReductionOptions } from './reduction';

/**
 * Mean squared error, `(yPred - y)²`, as torch's `mse_loss`.
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
 * losses.mse(tf.tensor1d([1, 2]), tf.tensor1d([1, 4])).dataSync()[0]; // => 2
 * ```
 */
export function mse(yPred: tf.Tensor, y: tf.Tensor, options: ReductionOptions = {}): tf.Tensor {
  return elementwise('mse', yPred, y, options, [], (difference) => tf.square(difference));
}
