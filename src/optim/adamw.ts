import * as tf from '@tensorflow/tfjs-core';
import type { AdamGroup, AdamOptions } from './adam-update';
import { adamSchema, adamStep } from './adam-update';
import type { OptimizerParameters } from './parameter-group';
import type { Update } from './slot-optimizer';
import { SlotOptimizer } from './slot-optimizer';

const schema = adamSchema(0.01);

/**
 * Adam with decoupled weight decay: the parameter is multiplied by `1 - lr * weightDecay` before Adam's step; torch's semantics and defaults.
 *
 * @see Loshchilov and Hutter, Decoupled Weight Decay Regularization, ICLR 2019
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { optim } from 'tfjs-ignite';
 *
 * const w = tf.variable(tf.scalar(1));
 * const optimizer = new optim.AdamW([{ name: 'w', variable: w }], { lr: 0.5, weightDecay: 0.5 });
 * optimizer.step(new Map([['w', tf.scalar(2)]]));
 * w.dataSync()[0]?.toFixed(4); // => '0.2500'
 * ```
 */
export class AdamW extends SlotOptimizer<AdamGroup> {
  constructor(params: OptimizerParameters<AdamOptions>, options: Partial<AdamOptions> = {}) {
    super('AdamW', schema, params, options);
  }

  protected override update(update: Update<AdamGroup>): void {
    const { value, gradient, group, constants } = update;
    const shrunk = group.weightDecay === 0 ? value : tf.mul(value, constants.get('shrink', 1 - group.lr * group.weightDecay));
    value.assign(adamStep(update, shrunk, gradient));
  }
}
