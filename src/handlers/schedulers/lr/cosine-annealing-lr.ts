import * as z from 'zod/mini';
import { parseOptions } from '../../../internal';
import type { RatedOptimizer } from './lr-schedule';
import { LRSchedule } from './lr-schedule';

const schema = z.strictObject({ tMax: z.int().check(z.minimum(1)), etaMin: z._default(z.number(), 0) });

/** Options of {@link CosineAnnealingLR}. */
export interface CosineAnnealingLROptions {
  /** Steps down to the least rate, and as many up again; at least 1. */
  readonly tMax: number;
  /** The least rate. @default 0 */
  readonly etaMin?: number;
}

/**
 * Leads the learning rate along a cosine down to `etaMin` in `tMax` steps, up again, and so on.
 *
 * `etaMin + (baseLr - etaMin) * (1 + cos(pi * step / tMax)) / 2`, computed from the rate before, so that it respects what others did to it.
 *
 * @example
 * ```ts
 * import { CosineAnnealingLR, LRScheduler } from 'tfjs-ignite';
 *
 * const schedule = new CosineAnnealingLR({ paramGroups: [{ lr: 1 }] }, { tMax: 2 });
 * const rows = LRScheduler.simulateValues(5, schedule);
 * rows.map(([, lr = NaN]) => lr.toFixed(2)); // => [ '1.00', '0.50', '0.00', '0.50', '1.00' ]
 * ```
 */
export class CosineAnnealingLR extends LRSchedule {
  constructor(optimizer: RatedOptimizer, options: CosineAnnealingLROptions) {
    const { tMax, etaMin } = parseOptions('CosineAnnealingLR', schema, options);
    const height = (epoch: number): number => 1 + Math.cos((Math.PI * epoch) / tMax);
    super('CosineAnnealingLR', optimizer, {
      rate: ({ lr, baseLr, epoch }) => {
        // At the bottom there is nothing to multiply: the way up begins with a sum.
        if ((epoch - 1 - tMax) % (2 * tMax) === 0) return lr + ((baseLr - etaMin) * (1 - Math.cos(Math.PI / tMax))) / 2;
        return (height(epoch) / height(epoch - 1)) * (lr - etaMin) + etaMin;
      },
      settings: { tMax, etaMin },
    });
  }
}
