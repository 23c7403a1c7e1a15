import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import type { StateValue } from '../../contracts';
import { ShapeError, StateError } from '../../errors';
import { isHostTensor } from '../../internal';
import { sameShape } from '../../tensor';
import type { ReplicatedAccumulator } from '../accumulators';
import { replicated } from '../accumulators';
import type { AxisLayout } from '../metric-options';
import { layoutSchema } from '../metric-options';
import { sizeOf } from '../numbers';

/** Where the classes are: last, or second. */
export type ClassLayout = AxisLayout;

/** Options that say what predictions and targets are, where their shapes do not. */
export interface ClassOptions {
  /** Whether every example has several labels that are each 0 or 1. @default false */
  readonly isMultilabel?: boolean;
  /** Where the class axis is: last, or second. @default 'NHWC' */
  readonly layout?: ClassLayout;
}

/** The schema of `ClassOptions`, to be spread into a metric's own. */
export const classShape = { isMultilabel: z._default(z.boolean(), false), layout: layoutSchema };

/** What predictions and targets are, told from their shapes. */
export type ClassKind = 'binary' | 'multiclass' | 'multilabel';

/** How to walk through class scores: element `(o, c, i)` is at `(o * classes + c) * inner + i`. */
export interface ClassInputs {
  readonly kind: ClassKind;
  /** 1 for binary inputs. */
  readonly classes: number;
  readonly outer: number;
  readonly inner: number;
  /** Axis of the classes in the predictions. */
  readonly axis: number;
}

/** Kind and number of classes, as they must stay from update to update. */
export interface SeenClasses {
  readonly [key: string]: StateValue;
  readonly kind: ClassKind;
  readonly classes: number;
}

/**
 * Tells what predictions and targets are: of the same shape binary (or multilabel, when that was said), with one more axis in the predictions
 * multiclass scores, or binary predictions in one channel.
 *
 * @throws ShapeError when the shapes do not go together
 */
export function classInputs(
  owner: string,
  yPred: readonly number[],
  y: readonly number[],
  { isMultilabel, layout }: Required<ClassOptions>,
): ClassInputs {
  const axis = layout === 'NCHW' ? 1 : yPred.length - 1;
  const hasClasses = yPred.length === y.length + 1;
  const rest = hasClasses ? yPred.filter((_, index) => index !== axis) : yPred;
  if (y.length === 0 || !sameShape(rest, y)) {
    const classes = layout === 'NCHW' ? '[batch, classes, ...]' : '[batch, ..., classes]';
    throw new ShapeError({ owner, expected: `yPred of y's shape [${y.join(', ')}], or class scores ${classes} for it`, got: { shape: yPred } });
  }
  const classes = yPred[axis] ?? 0;
  if (isMultilabel && (hasClasses || y.length < 2 || classes < 2)) {
    throw new ShapeError({ owner, expected: 'yPred and y of the same shape with at least 2 labels on the class axis, as isMultilabel says', got: { shape: y } });
  }
  if (!isMultilabel && (!hasClasses || classes === 1)) return { kind: 'binary', classes: 1, outer: sizeOf(y), inner: 1, axis };
  const outer = sizeOf(yPred.slice(0, axis));
  const inner = sizeOf(yPred.slice(axis + 1));
  return { kind: isMultilabel ? 'multilabel' : 'multiclass', classes, outer, inner, axis };
}

/** Declares what `checkUnchanged` remembers. */
export function seenClasses(): ReplicatedAccumulator<SeenClasses | null> {
  return replicated<SeenClasses | null>(null, isSeenClasses);
}

function isSeenClasses(value: StateValue): value is SeenClasses | null {
  if (value === null) return true;
  return typeof value === 'object' && !Array.isArray(value) && !isHostTensor(value) && 'kind' in value && 'classes' in value;
}

/**
 * Refuses inputs of another kind, or with another number of classes, than those before.
 *
 * @throws StateError for another kind, ShapeError for another number of classes
 */
export function checkUnchanged(owner: string, seen: SeenClasses | null, { kind, classes }: ClassInputs): void {
  if (seen === null) return;
  if (seen.kind !== kind) {
    throw new StateError({ owner, expected: `${seen.kind} inputs as before`, got: kind, mend: 'Use one metric for each kind of data, or reset it in between.' });
  }
  if (seen.classes !== classes) {
    throw new ShapeError({ owner, expected: `${seen.classes} classes as before`, got: classes, mend: 'Use one metric for each data set, or reset it in between.' });
  }
}

/** What binary and multilabel data must be. */
export const BITS = 'binary predictions and targets of 0 and 1 only';

/** How many values are neither 0 nor 1, for data that only a device sees. */
export function countOthers(values: tf.Tensor): tf.Tensor {
  return tf.sum(tf.cast(tf.logicalAnd(tf.notEqual(values, 0), tf.notEqual(values, 1)), 'float32'));
}

/** Refuses targets and predictions that are not 0 or 1. */
export function forbidden(owner: string, what: string, got?: number): ShapeError {
  return new ShapeError({
    owner,
    expected: what,
    ...(got === undefined ? {} : { got }),
    mend: 'Round or threshold scores with outputTransform; give class scores one axis more than the targets.',
  });
}
