import type * as tf from '@tensorflow/tfjs-core';
import { DataError } from '../errors';
import type { MaybePromise } from '../internal';

/** Inputs of a model with several of them: in the model's order, or by its input names. */
export type Inputs = tf.Tensor | tf.Tensor[] | Readonly<Record<string, tf.Tensor>>;

/** What a step understands by itself: a pair `[x, y]`, or an object `{ xs, ys }` as `tf.data` makes it. */
export type SupervisedBatch<X = tf.Tensor, Y = tf.Tensor> = readonly [x: X, y: Y] | { readonly xs: X; readonly ys: Y };

/** Whether the model is being trained or evaluated. */
export interface Mode {
  readonly training: boolean;
}

/**
 * Makes inputs and targets of a batch, at once or as a promise. Tensors among them that are not the batch's own are disposed after the step;
 * what else it makes is its own to dispose (`tf.tidy`).
 */
export type PrepareBatch<Batch, X, Y> = (batch: Batch, mode: Mode) => MaybePromise<readonly [x: X, y: Y]>;

/** The default `prepareBatch`. */
export function splitBatch(owner: string, batch: unknown): readonly [unknown, unknown] {
  if (Array.isArray(batch) && batch.length === 2) return batch as unknown as readonly [unknown, unknown];
  if (typeof batch === 'object' && batch !== null && 'xs' in batch && 'ys' in batch) return [batch.xs, batch.ys];
  throw new DataError({ owner: `${owner}.batch`, expected: 'a batch [x, y] or { xs, ys }', got: batch, mend: 'Map it with prepareBatch.' });
}
