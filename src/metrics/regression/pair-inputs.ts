import { ShapeError } from '../../errors';
import { sameShape } from '../../tensor';
import type { Shaped } from '../epoch-pairs';
import { sizeOf } from '../numbers';

/** Refuses predictions and targets that a metric does not take. */
export type PairCheck = (owner: string, yPred: Shaped, y: Shaped) => void;

/**
 * One floating-point number for each example: `[batch]` or `[batch, 1]`, the same for predictions and targets.
 *
 * @throws ShapeError for everything else
 */
export function checkVectors(owner: string, yPred: Shaped, y: Shaped): void {
  const { shape } = yPred;
  if (!(shape.length === 1 || (shape.length === 2 && shape[1] === 1))) {
    throw new ShapeError({ owner: `${owner}.yPred`, expected: 'shape [batch] or [batch, 1]', got: { shape } });
  }
  if (!sameShape(shape, y.shape)) {
    throw new ShapeError({ owner: `${owner}.y`, expected: `yPred's shape [${shape.join(', ')}]`, got: { shape: y.shape } });
  }
  checkFloats(`${owner}.yPred`, yPred);
  checkFloats(`${owner}.y`, y);
}

/**
 * Any shapes with a batch axis in the targets and as many elements in predictions as in targets; floats and integers.
 *
 * @throws ShapeError for other sizes, and for bool, which has no difference
 */
export function checkSameSize(owner: string, yPred: Shaped, y: Shaped): void {
  if (y.shape.length === 0) throw new ShapeError({ owner: `${owner}.y`, expected: 'shape [batch, ...]', got: { shape: y.shape } });
  if (sizeOf(yPred.shape) !== sizeOf(y.shape)) {
    throw new ShapeError({ owner: `${owner}.y`, expected: `as many elements as yPred has, ${sizeOf(yPred.shape)}`, got: { shape: y.shape } });
  }
  for (const [name, { dtype }] of [['yPred', yPred], ['y', y]] as const) {
    if (dtype === 'bool') throw new ShapeError({ owner: `${owner}.${name}`, expected: 'numbers', got: dtype, mend: "Cast it, with tf.cast(…, 'float32')." });
  }
}

function checkFloats(owner: string, { dtype }: Shaped): void {
  // Plain arrays do not say what they hold.
  if (dtype === 'float32' || dtype === 'float64' || dtype === 'number') return;
  throw new ShapeError({ owner, expected: 'floating-point numbers', got: dtype, mend: "Cast it, with tf.cast(…, 'float32')." });
}
