import * as z from 'zod/mini';
import { parseOptions } from '../../../internal';
import type { RatedOptimizer } from './lr-schedule';
import { LRSchedule } from './lr-schedule';

const schema = z.strictObject({ factor: z._default(z.number().check(z.positive(), z.maximum(1)), 1 / 3), totalIters: z._default(z.int().check(z.minimum(0)), 5) });

/** Options of {@link ConstantLR}. */
export interface ConstantLROptions {
  /** What the rate is multiplied with at first; above 0 and at most 1. @default 1 / 3 */
  readonly factor?: number;
  /** Step that takes the factor back; at least 0, which never comes. @default 5 */
  readonly totalIters?: number;
}

/**
 * Multiplies the learning rate with `factor` at once, and takes that back at the step `totalIters`.
 *
 * @example
 * ```ts
 * import { ConstantLR, LRScheduler } from 'tfjs-ignite';
 *
 * const schedule = new ConstantLR({ paramGroups: [{ lr: 1 }] }, { factor: 0.5, totalIters: 2 });
 * LRScheduler.simulateValues(4, schedule); // => [ [ 0, 0.5 ], [ 1, 0.5 ], [ 2, 1 ], [ 3, 1 ] ]
 * ```
 */
export class ConstantLR extends LRSchedule {
  constructor(optimizer: RatedOptimizer, options: ConstantLROptions = {}) {
    const { factor, totalIters } = parseOptions('ConstantLR', schema, options);
    super('ConstantLR', optimizer, {
      rate: ({ lr, epoch }) => (epoch === totalIters ? lr * (1 / factor) : lr),
      initialFactor: factor,
      settings: { factor, totalIters },
    });
  }
}
