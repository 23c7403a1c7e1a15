import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import type { OptimizerParameters, ParameterGroup } from './parameter-group';
import { nonNegative } from './schemas';
import type { Update } from './slot-optimizer';
import { SlotOptimizer } from './slot-optimizer';

/** Options of `RMSprop`. */
export interface RMSpropOptions {
  /** Learning rate, at least 0. @default 0.01 */
  lr: number;
  /** Weight of the past in the running averages. @default 0.99 */
  alpha: number;
  /** Added to the root, outside of it. @default 1e-8 */
  eps: number;
  /** L2 penalty: this times the parameter is added to its gradient. @default 0 */
  weightDecay: number;
  /** Weight of the velocity of the steps before. @default 0 */
  momentum: number;
  /** Divides by the estimated deviation rather than the root mean square. @default false */
  centered: boolean;
}

/** A group of `RMSprop`. */
export interface RMSpropGroup extends RMSpropOptions, ParameterGroup {}

const schema = z.strictObject({
  lr: z._default(nonNegative, 1e-2),
  alpha: z._default(nonNegative, 0.99),
  eps: z._default(nonNegative, 1e-8),
  weightDecay: z._default(nonNegative, 0),
  momentum: z._default(nonNegative, 0),
  centered: z._default(z.boolean(), false),
});

/**
 * RMSprop, with torch's semantics and defaults: `s = alpha s + (1 - alpha) g²`, `p -= lr * g / (sqrt(s) + eps)`.
 *
 * `centered` subtracts the squared running mean of `g` from `s` under the root; with `momentum` the quotient is collected in a velocity first.
 *
 * @see Hinton, Neural Networks for Machine Learning, lecture 6; Graves, Generating Sequences With Recurrent Neural Networks, 2013
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { optim } from 'tfjs-ignite';
 *
 * const w = tf.variable(tf.scalar(2));
 * const optimizer = new optim.RMSprop([{ name: 'w', variable: w }], { lr: 0.5, alpha: 0.75 });
 * optimizer.step(new Map([['w', tf.scalar(4)]]));
 * w.dataSync()[0]; // => 1
 * ```
 */
export class RMSprop extends SlotOptimizer<RMSpropGroup> {
  constructor(params: OptimizerParameters<RMSpropOptions>, options: Partial<RMSpropOptions> = {}) {
    super('RMSprop', schema, params, options);
  }

  protected override update({ value, gradient, group, slots, constants }: Update<RMSpropGroup>): void {
    const { lr, alpha, eps, weightDecay, momentum, centered } = group;
    const penalised = weightDecay === 0 ? gradient : tf.add(gradient, tf.mul(value, constants.get('weightDecay', weightDecay)));
    const share = constants.get('share', 1 - alpha);
    const squares = slots.get('squares');
    squares.assign(tf.add(tf.mul(squares, constants.get('alpha', alpha)), tf.mul(tf.square(penalised), share)));
    let spread: tf.Tensor = squares;
    if (centered) {
      const average = slots.get('average');
      average.assign(tf.add(average, tf.mul(tf.sub(penalised, average), share)));
      spread = tf.sub(squares, tf.square(average));
    }
    let direction = tf.div(penalised, tf.add(tf.sqrt(spread), constants.get('eps', eps)));
    if (momentum > 0) {
      const velocity = slots.get('velocity');
      velocity.assign(tf.add(tf.mul(velocity, constants.get('momentum', momentum)), direction));
      direction = velocity;
    }
    value.assign(tf.sub(value, tf.mul(direction, constants.get('lr', lr))));
  }
}
