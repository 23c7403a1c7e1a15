import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import type { ParameterGroup } from './parameter-group';
import { decay, nonNegative } from './schemas';
import type { Update } from './slot-optimizer';

/** Options of `Adam` and `AdamW`. */
export interface AdamOptions {
  /** Learning rate, at least 0. @default 0.001 */
  lr: number;
  /** Weights of the past in the running averages of the gradient and of its square, each from 0 and below 1. @default [0.9, 0.999] */
  betas: readonly [number, number];
  /** Added to the root of the second average, outside of it. @default 1e-8 */
  eps: number;
  /** `Adam`: L2 penalty, added to the gradient, default 0. `AdamW`: the parameter shrinks by this times `lr` first, default 0.01. */
  weightDecay: number;
  /** Divides by the largest second average so far. @default false */
  amsgrad: boolean;
}

/** A group of `Adam` or `AdamW`. */
export interface AdamGroup extends AdamOptions, ParameterGroup {}

/** The options' schema; the two optimizers differ in the default of `weightDecay`. */
export function adamSchema(weightDecay: number) {
  return z.strictObject({
    lr: z._default(nonNegative, 1e-3),
    betas: z._default(z.readonly(z.tuple([decay, decay])), [0.9, 0.999]),
    eps: z._default(nonNegative, 1e-8),
    weightDecay: z._default(nonNegative, weightDecay),
    amsgrad: z._default(z.boolean(), false),
  });
}

/** One step of Adam from `value` along `gradient`, weight decay apart. */
export function adamStep({ group, slots, constants }: Update<AdamGroup>, value: tf.Tensor, gradient: tf.Tensor): tf.Tensor {
  const { lr, eps, amsgrad } = group;
  const [beta1, beta2] = group.betas;
  const average = slots.get('average');
  const squares = slots.get('squares');
  average.assign(tf.add(average, tf.mul(tf.sub(gradient, average), constants.get('gradientShare', 1 - beta1))));
  squares.assign(tf.add(tf.mul(squares, constants.get('squaresDecay', beta2)), tf.mul(tf.square(gradient), constants.get('squareShare', 1 - beta2))));
  const spread = amsgrad ? largest(slots.get('largestSquares'), squares) : squares;
  // torch's order of operations: both bias corrections are single numbers.
  const rate = lr / (1 - beta1 ** slots.step);
  const root = tf.div(tf.sqrt(spread), constants.get('rootCorrection', Math.sqrt(1 - beta2 ** slots.step)));
  return tf.sub(value, tf.mul(tf.div(average, tf.add(root, constants.get('eps', eps))), constants.get('rate', rate)));
}

function largest(soFar: tf.Variable, squares: tf.Tensor): tf.Tensor {
  soFar.assign(tf.maximum(soFar, squares));
  return soFar;
}
