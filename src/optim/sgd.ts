import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import type { Constants } from './constants';
import type { OptimizerParameters, ParameterGroup } from './parameter-group';
import { nonNegative } from './schemas';
import type { Update } from './slot-optimizer';
import { SlotOptimizer } from './slot-optimizer';

/** Options of `SGD`. */
export interface SGDOptions {
  /** Learning rate, at least 0. @default 0.001 */
  lr: number;
  /** Weight of the velocity of the steps before, at least 0. @default 0 */
  momentum: number;
  /** What the velocity takes less of each new gradient. @default 0 */
  dampening: number;
  /** L2 penalty: this times the parameter is added to its gradient. @default 0 */
  weightDecay: number;
  /** Looks one step of momentum ahead; wants momentum above 0 and no dampening. @default false */
  nesterov: boolean;
}

/** A group of `SGD`. */
export interface SGDGroup extends SGDOptions, ParameterGroup {}

const schema = z
  .strictObject({
    lr: z._default(nonNegative, 1e-3),
    momentum: z._default(nonNegative, 0),
    dampening: z._default(z.number(), 0),
    weightDecay: z._default(nonNegative, 0),
    nesterov: z._default(z.boolean(), false),
  })
  .check(
    z.refine(({ nesterov, momentum, dampening }) => !nesterov || (momentum > 0 && dampening === 0), {
      error: 'momentum above 0 and dampening 0 with nesterov',
    }),
  );

/**
 * Stochastic gradient descent, optionally with momentum; torch's semantics and defaults.
 *
 * With `g` the gradient plus `weightDecay * p`: the first velocity is `g` itself, later ones are
 * `v = momentum * v + (1 - dampening) * g`; the step is `p -= lr * v`, with `nesterov` along `g + momentum * v`.
 *
 * @see Sutskever et al., On the importance of initialization and momentum in deep learning, ICML 2013
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { optim } from 'tfjs-ignite';
 *
 * const w = tf.variable(tf.scalar(1));
 * const optimizer = new optim.SGD([{ name: 'w', variable: w }], { lr: 0.5, momentum: 0.5 });
 * optimizer.step(new Map([['w', tf.scalar(1)]]));
 * w.dataSync()[0]; // => 0.5
 * ```
 */
export class SGD extends SlotOptimizer<SGDGroup> {
  constructor(params: OptimizerParameters<SGDOptions>, options: Partial<SGDOptions> = {}) {
    super('SGD', schema, params, options);
  }

  protected override update({ value, gradient, group, slots, constants }: Update<SGDGroup>): void {
    const { lr, momentum, dampening, weightDecay, nesterov } = group;
    let direction = weightDecay === 0 ? gradient : tf.add(gradient, tf.mul(value, constants.get('weightDecay', weightDecay)));
    if (momentum !== 0) {
      const before = slots.find('velocity');
      const velocity = before === undefined ? direction : tf.add(tf.mul(before, constants.get('momentum', momentum)), damped(direction, dampening, constants));
      slots.set('velocity', velocity);
      direction = nesterov ? tf.add(direction, tf.mul(velocity, constants.get('momentum', momentum))) : velocity;
    }
    value.assign(tf.sub(value, tf.mul(direction, constants.get('lr', lr))));
  }
}

function damped(direction: tf.Tensor, dampening: number, constants: Constants): tf.Tensor {
  return dampening === 0 ? direction : tf.mul(direction, constants.get('undamped', 1 - dampening));
}
