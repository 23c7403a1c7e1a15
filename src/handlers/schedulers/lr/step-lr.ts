import * as z from 'zod/mini';
import { parseOptions } from '../../../internal';
import type { RatedOptimizer } from './lr-schedule';
import { LRSchedule } from './lr-schedule';

const schema = z.strictObject({ stepSize: z.int().check(z.minimum(1)), gamma: z._default(z.number(), 0.1) });

/** Options of {@link StepLR}. */
export interface StepLROptions {
  /** Steps between two changes; at least 1. */
  readonly stepSize: number;
  /** What the rate is multiplied with. @default 0.1 */
  readonly gamma?: number;
}

/**
 * Multiplies the learning rate with `gamma` every `stepSize` steps.
 *
 * @example
 * ```ts
 * import { LRScheduler, StepLR } from 'tfjs-ignite';
 *
 * const schedule = new StepLR({ paramGroups: [{ lr: 1 }] }, { stepSize: 2, gamma: 0.5 });
 * LRScheduler.simulateValues(5, schedule); // => [ [ 0, 1 ], [ 1, 1 ], [ 2, 0.5 ], [ 3, 0.5 ], [ 4, 0.25 ] ]
 * ```
 */
export class StepLR extends LRSchedule {
  constructor(optimizer: RatedOptimizer, options: StepLROptions) {
    const { stepSize, gamma } = parseOptions('StepLR', schema, options);
    super('StepLR', optimizer, { rate: ({ lr, epoch }) => (epoch % stepSize === 0 ? lr * gamma : lr), settings: { stepSize, gamma } });
  }
}
