import * as z from 'zod/mini';
import { parseOptions } from '../../../internal';
import type { RatedOptimizer } from './lr-schedule';
import { LRSchedule } from './lr-schedule';

const schema = z.strictObject({
  startFactor: z._default(z.number().check(z.positive(), z.maximum(1)), 1 / 3),
  endFactor: z._default(z.number().check(z.minimum(0), z.maximum(1)), 1),
  totalIters: z._default(z.int().check(z.minimum(0)), 5),
});

/** Options of {@link LinearLR}. */
export interface LinearLROptions {
  /** Share of the rate to start from; above 0 and at most 1. @default 1 / 3 */
  readonly startFactor?: number;
  /** Share of the rate to end at; from 0 to 1. @default 1 */
  readonly endFactor?: number;
  /** Steps from the one to the other; at least 0. @default 5 */
  readonly totalIters?: number;
}

/**
 * Leads the learning rate in a line from `startFactor` to `endFactor` of what it was, in `totalIters` steps.
 *
 * @example
 * ```ts
 * import { LRScheduler, LinearLR } from 'tfjs-ignite';
 *
 * const schedule = new LinearLR({ paramGroups: [{ lr: 1 }] }, { startFactor: 0.5, totalIters: 2 });
 * LRScheduler.simulateValues(4, schedule); // => [ [ 0, 0.5 ], [ 1, 0.75 ], [ 2, 1 ], [ 3, 1 ] ]
 * ```
 */
export class LinearLR extends LRSchedule {
  constructor(optimizer: RatedOptimizer, options: LinearLROptions = {}) {
    const { startFactor, endFactor, totalIters } = parseOptions('LinearLR', schema, options);
    super('LinearLR', optimizer, {
      rate: ({ lr, epoch }) =>
        epoch > totalIters ? lr : lr * (1 + (endFactor - startFactor) / (totalIters * startFactor + (epoch - 1) * (endFactor - startFactor))),
      initialFactor: startFactor,
      settings: { startFactor, endFactor, totalIters },
    });
  }
}
