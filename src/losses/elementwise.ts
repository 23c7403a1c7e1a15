import * as tf from '@tensorflow/tfjs-core';
import { checkSameShape } from '../tensor';
import type { ReductionOptions } from './reduction';
import { checkOptionNames, reduce } from './reduction';

/** A loss of the difference of each two elements. */
export function elementwise(
  owner: string,
  yPred: tf.Tensor,
  y: tf.Tensor,
  options: ReductionOptions,
  names: readonly string[],
  lossOf: (difference: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  checkOptionNames(owner, options, ['reduction', ...names]);
  checkSameShape(owner, yPred, y);
  return tf.tidy(() => reduce(owner, lossOf(tf.sub(yPred, asFloat(y))), options.reduction));
}

/** |x| with the gradient 0 at 0, where that of `tf.abs` is -1. */
export function absolute(x: tf.Tensor): tf.Tensor {
  return tf.mul(x, tf.sign(x));
}

/** Targets may be integers or booleans. */
export function asFloat(y: tf.Tensor): tf.Tensor {
  return y.dtype === 'float32' ? y : tf.cast(y, 'float32');
}
