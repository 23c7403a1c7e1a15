import * as tf from '@tensorflow/tfjs-core';
import { ShapeError } from '../errors';
import type { ClassTargets } from './class-targets';
import type { Reduction } from './reduction';
import { badReduction, weightTensor } from './reduction';

/** Options of the losses over classes. */
export interface ClassLossOptions {
  /** One weight per class, a tensor of shape `[classes]` or numbers; the mean is then over the weights of the targets. @default none */
  readonly weight?: tf.Tensor | readonly number[] | undefined;
  /** Rows with this label count nothing. @default -100 */
  readonly ignoreIndex?: number | undefined;
  /** `'none'` keeps one loss per row, in the labels' shape. @default 'mean' */
  readonly reduction?: Reduction | undefined;
}

/** Weights of the classes as a tensor of shape `[classes]`; undefined when there are none. */
export function classWeights(owner: string, weight: ClassLossOptions['weight'], classes: number): tf.Tensor1D | undefined {
  if (weight === undefined) return undefined;
  const tensor = weightTensor(weight);
  if (tensor.rank === 1 && tensor.size === classes) return tensor as tf.Tensor1D;
  throw new ShapeError({ owner: `${owner}.weight`, expected: `${classes} weights, one per class`, got: weight });
}

/** What each row's loss is multiplied by: its class's weight, and 0 where it is ignored; undefined for 1 everywhere. */
export function rowWeights({ labels, kept }: ClassTargets, weight: tf.Tensor1D | undefined): tf.Tensor1D | undefined {
  if (weight === undefined) return kept;
  const ofRows = tf.gather(weight, labels);
  return kept === undefined ? ofRows : tf.mul<tf.Tensor1D>(ofRows, kept);
}

/** Zeros out ignored rows even where their loss is infinite. */
export function weigh(losses: tf.Tensor1D, weights: tf.Tensor1D | undefined): tf.Tensor1D {
  if (weights === undefined) return losses;
  return tf.where<tf.Tensor1D>(tf.equal(weights, 0), tf.zerosLike(losses), tf.mul<tf.Tensor1D>(losses, weights));
}

/** Reduces the weighted losses of rows; the mean divides by the sum of the weights, so it is NaN when every row is ignored. */
export function reduceRows(
  owner: string,
  losses: tf.Tensor1D,
  reduction: Reduction | undefined,
  { divisor, shape }: { divisor: number | tf.Tensor; shape: number[] },
): tf.Tensor {
  switch (reduction) {
    case undefined:
    case 'mean':
      return tf.div(tf.sum(losses), divisor);
    case 'sum':
      return tf.sum(losses);
    case 'none':
      return tf.reshape(losses, shape);
    default:
      throw badReduction(owner, reduction);
  }
}
