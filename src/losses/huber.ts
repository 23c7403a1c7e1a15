import * as tf from '@tensorflow/tfjs-core';
import { absolute, elementwise } from './elementwise';
import type { ReductionOptions } from './reduction';
import { checkNumber } from './reduction';

/** Options of `huber`. */
export interface HuberOptions extends ReductionOptions {
  /** Where the square turns into a line, above 0. @default 1 */
  readonly delta?: number | undefined;
}

/**
 * Huber loss of the difference `d`: `d² / 2` up to `delta`, `delta (|d| - delta / 2)` beyond, as torch's `huber_loss`.
 *
 * @param yPred any shape, float32
 * @param y the same shape; nothing is broadcast
 * @returns a scalar, or with `reduction: 'none'` the shape of `yPred`
 * @throws ShapeError, OptionError
 * @see Huber, Robust Estimation of a Location Parameter, 1964
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { losses } from 'tfjs-ignite';
 *
 * losses.huber(tf.tensor1d([1, 6]), tf.tensor1d([2, 2]), { delta: 2 }).dataSync()[0]; // => 3.25
 * ```
 */
export function huber(yPred: tf.Tensor, y: tf.Tensor, options: HuberOptions = {}): tf.Tensor {
  const { delta = 1 } = options;
  checkNumber('huber.delta', delta, true);
  return elementwise('huber', yPred, y, options, ['delta'], (difference) => bend(difference, delta));
}

/** `c (|d| - c / 2)` with `c = min(|d|, delta)` is both branches at once. */
export function bend(difference: tf.Tensor, delta: number): tf.Tensor {
  const size = absolute(difference);
  const capped = tf.minimum(size, delta);
  return tf.mul(capped, tf.sub(size, tf.mul(capped, 0.5)));
}
