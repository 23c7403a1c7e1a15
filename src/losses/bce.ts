import * as tf from '@tensorflow/tfjs-core';
import { checkSameShape } from '../tensor';
import { asFloat } from './elementwise';
import type { ReductionOptions, SaveTensors } from './reduction';
import { checkOptionNames, reduce, weightTensor } from './reduction';

/** Options of `bce`. */
export interface BceOptions extends ReductionOptions {
  /** Multiplies the losses of the elements; broadcast to their shape. @default none */
  readonly weight?: tf.Tensor | readonly number[] | undefined;
}

/** torch's lower limit of a logarithm, so that a prediction of 0 or 1 that is wrong costs 100 and not infinity. */
const LOWEST_LOG = -100;

/**
 * Binary cross entropy of probabilities, `-(y log p + (1 - y) log(1 - p))`, as torch's `binary_cross_entropy`.
 *
 * Logarithms are limited to -100. `bceWithLogits` is more exact where the model ends in a sigmoid.
 *
 * @param yPred probabilities from 0 to 1, any shape, float32
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
 * losses.bce(tf.tensor1d([1, 0]), tf.tensor1d([1, 1])).dataSync()[0]; // => 50
 * ```
 */
export function bce(yPred: tf.Tensor, y: tf.Tensor, options: BceOptions = {}): tf.Tensor {
  checkOptionNames('bce', options, ['reduction', 'weight']);
  checkSameShape('bce', yPred, y);
  const { reduction, weight } = options;
  return tf.tidy(() => {
    const losses = crossEntropyOf(yPred, asFloat(y));
    return reduce('bce', weight === undefined ? losses : tf.mul(losses, weightTensor(weight)), reduction);
  });
}

/** With a gradient of its own: that of the limited logarithm is 0 / 0 at 0. */
const crossEntropyOf = tf.customGrad((...args) => {
  const [p, y, save] = args as unknown as [tf.Tensor, tf.Tensor, SaveTensors];
  save([p, y]);
  const value = tf.neg(tf.add(tf.mul(y, limitedLog(p)), tf.mul(tf.sub(1, y), limitedLog(tf.sub(1, p)))));
  return { value, gradFunc };
});

function gradFunc(dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] {
  const [p, y] = saved as [tf.Tensor, tf.Tensor]; // as saved above
  const rest = tf.sub(1, p);
  const slope = tf.div(tf.sub(p, y), tf.maximum(tf.mul(p, rest), 1e-12));
  return [tf.mul(dy, slope), tf.mul(dy, tf.sub(limitedLog(rest), limitedLog(p)))];
}

function limitedLog(x: tf.Tensor): tf.Tensor {
  return tf.maximum(tf.log(x), LOWEST_LOG);
}
