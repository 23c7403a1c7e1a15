import * as z from 'zod/mini';
import { OptionError } from '../../errors';
import { parseOptions } from '../../internal';
import type { ParamGroupsHolder } from '../loggers/optimizer-params-handler';
import type { Curve } from './cycle';
import { cycleShape } from './cycle';
import type { CyclicalSchedulerOptions } from './cyclical-scheduler';
import { CyclicalScheduler } from './cyclical-scheduler';
import { paramSchedulerShape } from './param-scheduler';
import type { SimulatedValues } from './simulate';
import { simulateAlone } from './simulate';

const schema = z.strictObject({ ...paramSchedulerShape, ...cycleShape, monotonic: z._default(z.boolean(), false) });

/** Options of {@link LinearCyclicalScheduler}. */
export interface LinearCyclicalSchedulerOptions extends CyclicalSchedulerOptions {
  /** Whether a cycle only leads to the end value, instead of there and back. `warmupDuration` needs it. @default false */
  readonly monotonic?: boolean;
}

const thereAndBack: Curve = (start, end, share) => end + (start - end) * Math.abs(share - 0.5) * 2;
const there: Curve = (start, end, share) => start + (end - start) * share;

/**
 * Goes in a line from the start value to the end value and back, over and over; with `monotonic` only there, and then starts again.
 *
 * @throws OptionError for wrong options, and when called if a cycle would become shorter than one event
 *
 * @example
 * ```ts
 * import { LinearCyclicalScheduler } from 'tfjs-ignite';
 *
 * const options = { paramName: 'lr', startValue: 1, endValue: 0, cycleSize: 4 };
 * LinearCyclicalScheduler.simulateValues(5, options); // => [ [ 0, 1 ], [ 1, 0.5 ], [ 2, 0 ], [ 3, 0.5 ], [ 4, 1 ] ]
 * ```
 */
export class LinearCyclicalScheduler extends CyclicalScheduler {
  constructor(optimizer: ParamGroupsHolder, options: LinearCyclicalSchedulerOptions) {
    const parsed = parseOptions('LinearCyclicalScheduler', schema, options);
    const { monotonic } = parsed;
    if (parsed.warmupDuration > 0 && !monotonic) {
      throw new OptionError({ owner: 'LinearCyclicalScheduler.warmupDuration', expected: '0 without monotonic, which leads back by itself', got: parsed.warmupDuration });
    }
    super('LinearCyclicalScheduler', optimizer, parsed, monotonic ? there : thereAndBack, { monotonic });
  }

  /** The values of the first events. */
  static simulateValues(numEvents: number, options: LinearCyclicalSchedulerOptions): SimulatedValues {
    return simulateAlone(numEvents, options, (optimizer) => new LinearCyclicalScheduler(optimizer, options));
  }
}
