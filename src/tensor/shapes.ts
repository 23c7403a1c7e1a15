import type * as tf from '@tensorflow/tfjs-core';
import { ShapeError } from '../errors';

/** `[2, 3]` for a message. */
export function formatShape(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}

/** Whether two shapes are equal, sizes and rank. */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false;
  return true;
}

/**
 * Refuses predictions and targets of different shapes, which TensorFlow.js would broadcast against each other.
 *
 * @throws ShapeError
 */
export function checkSameShape(owner: string, yPred: tf.Tensor, y: tf.Tensor): void {
  if (sameShape(yPred.shape, y.shape)) return;
  throw new ShapeError({
    owner,
    expected: `y of yPred's shape ${formatShape(yPred.shape)}`,
    got: y,
    mend: 'Nothing is broadcast: reshape one of them.',
  });
}

/**
 * Refuses a tensor whose rank is not among `ranks`.
 *
 * @throws ShapeError
 */
export function checkRank(owner: string, tensor: tf.Tensor, ranks: readonly number[]): void {
  if (ranks.includes(tensor.rank)) return;
  throw new ShapeError({ owner, expected: `a tensor of rank ${ranks.join(' or ')}`, got: tensor });
}

/**
 * Refuses a tensor that is not of the given shape and element type.
 *
 * @throws ShapeError
 */
export function checkShape(owner: string, tensor: tf.Tensor, shape: readonly number[], dtype: tf.DataType): void {
  if (tensor.dtype === dtype && sameShape(tensor.shape, shape)) return;
  throw new ShapeError({ owner, expected: `a tensor of shape ${formatShape(shape)} and dtype ${dtype}`, got: tensor });
}
