import * as tf from '@tensorflow/tfjs-core';
import type { AdamGroup, AdamOptions } from './adam-update';
import { adamSchema, adamStep } from './adam-update';
import type { OptimizerParameters } from './parameter-group';
import type { Update } from './slot-optimizer';
import { SlotOptimizer } from './slot-optimizer';

const schema = adamSchema(0);

/**
 * Adam, with torch's semantics and defaults.
 *
 * `m = beta1 m + (1 - beta1) g`, `v = beta2 v + (1 - beta2) g²`, and
 * `p -= lr * (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + eps)`, where `g` is the gradient plus `weightDecay * p` and `t` counts the
 * steps of the parameter.
 *
 * @see Kingma and Ba, Adam: A Method for Stochastic Optimization, ICLR 2015; for `amsgrad` Reddi et al., On the Convergence of Adam and Beyond, ICLR 2018
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { optim } from 'tfjs-ignite';
 *
 * const w = tf.variable(tf.scalar(1));
 * const optimizer = new optim.Adam([{ name: 'w', variable: w }], { lr: 0.5 });
 * optimizer.step(new Map([['w', tf.scalar(2)]]));
 * w.dataSync()[0]?.toFixed(4); // => '0.5000'
 * ```
 */
export class Adam extends SlotOptimizer<AdamGroup> {
  constructor(params: OptimizerParameters<AdamOptions>, options: Partial<AdamOptions> = {}) {
    super('Adam', schema, params, options);
  }

  protected override update(update: Update<AdamGroup>): void {
    const { value, gradient, group, constants } = update;
    const penalised = group.weightDecay === 0 ? gradient : tf.add(gradient, tf.mul(value, constants.get('weightDecay', group.weightDecay)));
    value.assign(adamStep(update, value, penalised));
  }
}
