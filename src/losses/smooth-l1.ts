import * as tf from '@tensorflow/tfjs-core';
import { absolute, elementwise } from './elementwise';
import { bend } from './huber';
import type { ReductionOptions } from './reduction';
import { checkNumber } from './reduction';

/** Options of `smoothL1`. */
export interface SmoothL1Options extends ReductionOptions {
  /** Where the square turns into a line, at least 0; 0 is `l1`. @default 1 */
  readonly beta?: number | undefined;
}

/**
 * Smooth L1 loss of the difference `d`: `d² / (2 beta)` below `beta`, `|d| - beta / 2` beyond, as torch's `smooth_l1_loss`.
 *
 * @param yPred any shape, float32
 * @param y the same shape; nothing is broadcast
 * @returns a scalar, or with `reduction: 'none'` the shape of `yPred`
 * @throws ShapeError, OptionError
 * @see Girshick, Fast R-CNN, ICCV 2015
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { losses } from 'tfjs-ignite';
 *
 * losses.smoothL1(tf.tensor1d([1, 6]), tf.tensor1d([2, 2])).dataSync()[0]; // => 2
 * ```
 */
export function smoothL1(yPred: tf.Tensor, y: tf.Tensor, options: SmoothL1Options = {}): tf.Tensor {
  const { beta = 1 } = options;
  checkNumber('smoothL1.beta', beta);
  return elementwise('smoothL1', yPred, y, options, ['beta'], (difference) =>
    beta === 0 ? absolute(difference) : tf.div(bend(difference, beta), beta),
  );
}
