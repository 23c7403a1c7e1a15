import * as z from 'zod/mini';
import { parseOptions } from '../../internal';
import type { ParamGroupsHolder } from '../loggers/optimizer-params-handler';
import { cycleShape } from './cycle';
import type { CyclicalSchedulerOptions } from './cyclical-scheduler';
import { CyclicalScheduler } from './cyclical-scheduler';
import { paramSchedulerShape } from './param-scheduler';
import type { SimulatedValues } from './simulate';
import { simulateAlone } from './simulate';

const schema = z.strictObject({ ...paramSchedulerShape, ...cycleShape });

/**
 * Goes from the start value to the end value along half a cosine, and then starts again: warm restarts, whose cycles may grow.
 *
 * `start + (end - start) / 2 * (1 - cos(pi * event / cycleSize))`
 *
 * @throws OptionError for wrong options, and when called if a cycle would become shorter than one event
 *
 * @example
 * ```ts
 * import { CosineAnnealingScheduler } from 'tfjs-ignite';
 *
 * const options = { paramName: 'lr', startValue: 1, endValue: 0, cycleSize: 2, cycleMult: 2 };
 * const rows = CosineAnnealingScheduler.simulateValues(6, options);
 * rows.map(([, value = NaN]) => value.toFixed(2)); // => [ '1.00', '0.50', '1.00', '0.85', '0.50', '0.15' ]
 * ```
 */
export class CosineAnnealingScheduler extends CyclicalScheduler {
  constructor(optimizer: ParamGroupsHolder, options: CyclicalSchedulerOptions) {
    const parsed = parseOptions('CosineAnnealingScheduler', schema, options);
    super('CosineAnnealingScheduler', optimizer, parsed, (start, end, share) => start + ((end - start) / 2) * (1 - Math.cos(Math.PI * share)));
  }

  /** The values of the first events. */
  static simulateValues(numEvents: number, options: CyclicalSchedulerOptions): SimulatedValues {
    return simulateAlone(numEvents, options, (optimizer) => new CosineAnnealingScheduler(optimizer, options));
  }
}
