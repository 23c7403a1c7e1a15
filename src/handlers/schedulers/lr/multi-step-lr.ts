import * as z from 'zod/mini';
import { parseOptions } from '../../../internal';
import type { RatedOptimizer } from './lr-schedule';
import { LRSchedule } from './lr-schedule';

const schema = z.strictObject({ milestones: z.array(z.int().check(z.minimum(0))), gamma: z._default(z.number(), 0.1) });

/** Options of {@link MultiStepLR}. */
export interface MultiStepLROptions {
  /** Steps at which the rate changes, from 0, in any order; one that is there twice counts twice. */
  readonly milestones: readonly number[];
  /** What the rate is multiplied with. @default 0.1 */
  readonly gamma?: number;
}

/**
 * Multiplies the learning rate with `gamma` at each milestone.
 *
 * @example
 * ```ts
 * import { LRScheduler, MultiStepLR } from 'tfjs-ignite';
 *
 * const schedule = new MultiStepLR({ paramGroups: [{ lr: 1 }] }, { milestones: [1, 3], gamma: 0.5 });
 * LRScheduler.simulateValues(5, schedule); // => [ [ 0, 1 ], [ 1, 0.5 ], [ 2, 0.5 ], [ 3, 0.25 ], [ 4, 0.25 ] ]
 * ```
 */
export class MultiStepLR extends LRSchedule {
  constructor(optimizer: RatedOptimizer, options: MultiStepLROptions) {
    const { milestones, gamma } = parseOptions('MultiStepLR', schema, options);
    const factor = (epoch: number): number => gamma ** milestones.filter((milestone) => milestone === epoch).length;
    super('MultiStepLR', optimizer, { rate: ({ lr, epoch }) => lr * factor(epoch), initialFactor: factor(0), settings: { milestones, gamma } });
  }
}
