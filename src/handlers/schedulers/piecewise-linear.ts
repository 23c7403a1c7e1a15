import * as z from 'zod/mini';
import { parseOptions } from '../../internal';
import type { ParamGroupsHolder } from '../loggers/optimizer-params-handler';
import type { MilestonesValues } from './milestones';
import { milestonesState, milestonesValuesSchema, piecewiseLinear } from './milestones';
import type { ParamSchedulerOptions } from './param-scheduler';
import { paramSchedulerShape, ParamScheduler } from './param-scheduler';
import type { SimulatedValues } from './simulate';
import { simulateAlone } from './simulate';

const schema = z.strictObject({ ...paramSchedulerShape, milestonesValues: milestonesValuesSchema });

/** Options of {@link PiecewiseLinear}. */
export interface PiecewiseLinearOptions extends ParamSchedulerOptions {
  /** At least one pair of an event's number, from 0, and the value at it; the numbers must not fall. */
  readonly milestonesValues: MilestonesValues;
}

/**
 * Goes in lines from milestone to milestone; level before the first and after the last.
 *
 * @throws OptionError for wrong options
 *
 * @example
 * ```ts
 * import { PiecewiseLinear } from 'tfjs-ignite';
 *
 * const options = { paramName: 'lr', milestonesValues: [[1, 1], [3, 0]] as [number, number][] };
 * PiecewiseLinear.simulateValues(5, options); // => [ [ 0, 1 ], [ 1, 1 ], [ 2, 0.5 ], [ 3, 0 ], [ 4, 0 ] ]
 * ```
 */
export class PiecewiseLinear extends ParamScheduler {
  readonly #milestonesValues: MilestonesValues;

  constructor(optimizer: ParamGroupsHolder, options: PiecewiseLinearOptions) {
    const parsed = parseOptions('PiecewiseLinear', schema, options);
    super('PiecewiseLinear', optimizer, parsed, { settings: milestonesState(parsed.milestonesValues) });
    this.#milestonesValues = parsed.milestonesValues;
  }

  getParam(): number {
    return piecewiseLinear(this.#milestonesValues, this.eventIndex);
  }

  /** The values of the first events. */
  static simulateValues(numEvents: number, options: PiecewiseLinearOptions): SimulatedValues {
    return simulateAlone(numEvents, options, (optimizer) => new PiecewiseLinear(optimizer, options));
  }
}
