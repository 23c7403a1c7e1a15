import * as z from 'zod/mini';
import { parseOptions } from '../../../internal';
import type { RatedOptimizer } from './lr-schedule';
import { LRSchedule } from './lr-schedule';

const schema = z.strictObject({ t0: z.int().check(z.minimum(1)), tMult: z._default(z.int().check(z.minimum(1)), 1), etaMin: z._default(z.number(), 0) });

/** Options of {@link CosineAnnealingWarmRestarts}. */
export interface CosineAnnealingWarmRestartsOptions {
  /** Steps to the first restart; at least 1. */
  readonly t0: number;
  /** How many times as many to the next; at least 1. @default 1 */
  readonly tMult?: number;
  /** The rate that a cycle leads to. @default 0 */
  readonly etaMin?: number;
}

/**
 * Leads the learning rate along half a cosine towards `etaMin` and then starts again, in cycles that may grow.
 *
 * @example
 * ```ts
 * import { CosineAnnealingWarmRestarts, LRScheduler } from 'tfjs-ignite';
 *
 * const schedule = new CosineAnnealingWarmRestarts({ paramGroups: [{ lr: 1 }] }, { t0: 2 });
 * LRScheduler.simulateValues(5, schedule).map(([, lr = NaN]) => lr.toFixed(2)); // => [ '1.00', '0.50', '1.00', '0.50', '1.00' ]
 * ```
 */
export class CosineAnnealingWarmRestarts extends LRSchedule {
  constructor(optimizer: RatedOptimizer, options: CosineAnnealingWarmRestartsOptions) {
    const { t0, tMult, etaMin } = parseOptions('CosineAnnealingWarmRestarts', schema, options);
    super('CosineAnnealingWarmRestarts', optimizer, {
      rate: ({ baseLr, epoch }) => {
        const [position, size] = place(epoch, t0, tMult);
        return etaMin + ((baseLr - etaMin) * (1 + Math.cos((Math.PI * position) / size))) / 2;
      },
      closedForm: true,
      settings: { t0, tMult, etaMin },
    });
  }
}

/** Steps since the last restart, and the size of the cycle. */
function place(epoch: number, t0: number, tMult: number): readonly [number, number] {
  if (tMult === 1) return [epoch % t0, t0];
  let [position, size] = [epoch, t0];
  while (position >= size) [position, size] = [position - size, size * tMult];
  return [position, size];
}
