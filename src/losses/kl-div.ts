import * as tf from '@tensorflow/tfjs-core';
import { checkSameShape } from '../tensor';
import { asFloat } from './elementwise';
import type { Reduction } from './reduction';
import { checkOptionNames, reduce } from './reduction';

/** Options of `klDiv`. */
export interface KlDivOptions {
  /** `'batchmean'` divides the sum by the first dimension, which is the divergence proper; `'mean'` by the number of elements. @default 'mean' */
  readonly reduction?: Reduction | 'batchmean' | undefined;
  /** Whether `y` holds logarithms too. @default false */
  readonly logTarget?: boolean | undefined;
}

/**
 * Kullback-Leibler divergence, `y (log y - yPred)` with 0 where `y` is 0, as torch's `kl_div`.
 *
 * @param yPred logarithms of probabilities, any shape, float32
 * @param y probabilities (or with `logTarget` their logarithms), the same shape; nothing is broadcast
 * @returns a scalar, or with `reduction: 'none'` the shape of `yPred`
 * @throws ShapeError, OptionError
 * @see Kullback and Leibler, On Information and Sufficiency, 1951
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { losses } from 'tfjs-ignite';
 *
 * losses.klDiv(tf.zeros([1, 2]), tf.tensor2d([[1, 0]]), { reduction: 'batchmean' }).dataSync()[0]; // => 0
 * ```
 */
export function klDiv(yPred: tf.Tensor, y: tf.Tensor, options: KlDivOptions = {}): tf.Tensor {
  checkOptionNames('klDiv', options, ['reduction', 'logTarget']);
  checkSameShape('klDiv', yPred, y);
  const { reduction, logTarget = false } = options;
  return tf.tidy(() => {
    const target = asFloat(y);
    const losses = logTarget ? tf.mul(tf.exp(target), tf.sub(target, yPred)) : tf.sub(xlogx(target), tf.mul(target, yPred));
    if (reduction === 'batchmean') return tf.div(tf.sum(losses), batchSize(yPred.shape));
    return reduce('klDiv', losses, reduction);
  });
}

function batchSize(shape: readonly number[]): number {
  return shape[0] ?? 1;
}

/** `x log x`, with 0 at 0, where the logarithm alone is infinite. */
function xlogx(x: tf.Tensor): tf.Tensor {
  const safe = tf.where(tf.greater(x, 0), x, tf.onesLike(x));
  return tf.mul(x, tf.log(safe));
}
