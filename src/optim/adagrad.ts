import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import type { OptimizerParameters, ParameterGroup } from './parameter-group';
import { nonNegative } from './schemas';
import type { Update } from './slot-optimizer';
import { SlotOptimizer } from './slot-optimizer';

/** Options of `Adagrad`. */
export interface AdagradOptions {
  /** Learning rate, at least 0. @default 0.01 */
  lr: number;
  /** The rate falls as `lr / (1 + (t - 1) * lrDecay)`. @default 0 */
  lrDecay: number;
  /** L2 penalty: this times the parameter is added to its gradient. @default 0 */
  weightDecay: number;
  /** Where the sums of squares start. @default 0 */
  initialAccumulatorValue: number;
  /** Added to the root, outside of it. @default 1e-10 */
  eps: number;
}

/** A group of `Adagrad`. */
export interface AdagradGroup extends AdagradOptions, ParameterGroup {}

const schema = z.strictObject({
  lr: z._default(nonNegative, 1e-2),
  lrDecay: z._default(nonNegative, 0),
  weightDecay: z._default(nonNegative, 0),
  initialAccumulatorValue: z._default(nonNegative, 0),
  eps: z._default(nonNegative, 1e-10),
});

/**
 * Adagrad, with torch's semantics and defaults: `s += g²`, `p -= lr * g / (sqrt(s) + eps)`.
 *
 * @see Duchi et al., Adaptive Subgradient Methods for Online Learning and Stochastic Optimization, JMLR 2011
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { optim } from 'tfjs-ignite';
 *
 * const w = tf.variable(tf.scalar(2));
 * const optimizer = new optim.Adagrad([{ name: 'w', variable: w }], { lr: 0.5 });
 * optimizer.step(new Map([['w', tf.scalar(4)]]));
 * w.dataSync()[0]; // => 1.5
 * ```
 */
export class Adagrad extends SlotOptimizer<AdagradGroup> {
  constructor(params: OptimizerParameters<AdagradOptions>, options: Partial<AdagradOptions> = {}) {
    super('Adagrad', schema, params, options);
  }

  protected override update({ value, gradient, group, slots, constants }: Update<AdagradGroup>): void {
    const { lr, lrDecay, weightDecay, initialAccumulatorValue, eps } = group;
    const penalised = weightDecay === 0 ? gradient : tf.add(gradient, tf.mul(value, constants.get('weightDecay', weightDecay)));
    const squares = slots.get('squares', initialAccumulatorValue);
    squares.assign(tf.add(squares, tf.square(penalised)));
    const rate = lr / (1 + (slots.step - 1) * lrDecay);
    const direction = tf.div(penalised, tf.add(tf.sqrt(squares), constants.get('eps', eps)));
    value.assign(tf.sub(value, tf.mul(direction, constants.get('rate', rate))));
  }
}
