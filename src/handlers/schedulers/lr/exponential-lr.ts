import * as z from 'zod/mini';
import { parseOptions } from '../../../internal';
import type { RatedOptimizer } from './lr-schedule';
import { LRSchedule } from './lr-schedule';

const schema = z.strictObject({ gamma: z.number() });

/** Options of {@link ExponentialLR}. */
export interface ExponentialLROptions {
  /** What the rate is multiplied with at each step. */
  readonly gamma: number;
}

/**
 * Multiplies the learning rate with `gamma` at every step.
 *
 * @example
 * ```ts
 * import { ExponentialLR, LRScheduler } from 'tfjs-ignite';
 *
 * const schedule = new ExponentialLR({ paramGroups: [{ lr: 1 }] }, { gamma: 0.5 });
 * LRScheduler.simulateValues(4, schedule); // => [ [ 0, 1 ], [ 1, 0.5 ], [ 2, 0.25 ], [ 3, 0.125 ] ]
 * ```
 */
export class ExponentialLR extends LRSchedule {
  constructor(optimizer: RatedOptimizer, options: ExponentialLROptions) {
    const { gamma } = parseOptions('ExponentialLR', schema, options);
    super('ExponentialLR', optimizer, { rate: ({ lr }) => lr * gamma, settings: { gamma } });
  }
}
