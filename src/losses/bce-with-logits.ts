import * as tf from '@tensorflow/tfjs-core';
import { checkSameShape } from '../tensor';
import { asFloat } from './elementwise';
import type { ReductionOptions } from './reduction';
import { checkOptionNames, reduce, weightTensor } from './reduction';

/** Options of `bceWithLogits`. */
export interface BceWithLogitsOptions extends ReductionOptions {
  /** Multiplies the losses of the elements; broadcast to their shape. @default none */
  readonly weight?: tf.Tensor | readonly number[] | undefined;
  /** Multiplies the losses of positive targets, one per class; broadcast along the last dimension. @default none */
  readonly posWeight?: tf.Tensor | readonly number[] | undefined;
}

/**
 * Binary cross entropy of logits, `(1 - y) x + (1 + (posWeight - 1) y) log(1 + exp(-x))`, as torch's
 * `binary_cross_entropy_with_logits`; exact for large logits of either sign.
 *
 * @param yPred logits, any shape, float32
 * @param y targets from 0 to 1, the same shape; nothing is broadcast
 * @returns a scalar, or with `reduction: 'none'` the shape of `yPred`
 * @throws ShapeError, OptionError
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { losses } from 'tfjs-ignite';
 *
 * losses.bceWithLogits(tf.tensor1d([1000, -1000]), tf.tensor1d([0, 0])).dataSync()[0]; // => 500
 * ```
 */
export function bceWithLogits(yPred: tf.Tensor, y: tf.Tensor, options: BceWithLogitsOptions = {}): tf.Tensor {
  checkOptionNames('bceWithLogits', options, ['reduction', 'weight', 'posWeight']);
  checkSameShape('bceWithLogits', yPred, y);
  const { reduction, weight, posWeight } = options;
  return tf.tidy(() => {
    const target = asFloat(y);
    const linear = tf.mul(tf.sub(1, target), yPred);
    const soft = tf.softplus(tf.neg(yPred));
    const losses =
      posWeight === undefined
        ? tf.add(linear, soft)
        : tf.add(linear, tf.mul(tf.add(tf.mul(tf.sub(weightTensor(posWeight), 1), target), 1), soft));
    return reduce('bceWithLogits', weight === undefined ? losses : tf.mul(losses, weightTensor(weight)), reduction);
  });
}
