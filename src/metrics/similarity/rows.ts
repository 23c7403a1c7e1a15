import { ShapeError } from '../../errors';
import type { AxisLayout } from '../metric-options';
import { sizeOf } from '../numbers';

/** How to walk through an input row by row: element `c` of row `(o, i)` is at `(o * length + c) * inner + i`. */
export interface Rows {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
  /** Along which axis of the input a row runs. */
  readonly axis: number;
}

/** One row for each example, whatever its shape. */
export function exampleRows(owner: string, shape: readonly number[]): Rows {
  const [batch] = shape;
  if (batch === undefined || shape.length < 2) throw new ShapeError({ owner, expected: 'shape [batch, ...]', got: { shape } });
  return { outer: batch, length: sizeOf(shape.slice(1)), inner: 1, axis: 1 };
}

/** The classes of each position of each example. */
export function classRows(owner: string, shape: readonly number[], layout: AxisLayout): Rows {
  const axis = layout === 'NCHW' ? 1 : shape.length - 1;
  const length = shape[axis];
  if (length === undefined || shape.length < 2) {
    throw new ShapeError({ owner, expected: `logits of shape ${layout === 'NCHW' ? '[batch, classes, ...]' : '[batch, ..., classes]'}`, got: { shape } });
  }
  return { outer: sizeOf(shape.slice(0, axis)), length, inner: sizeOf(shape.slice(axis + 1)), axis };
}
