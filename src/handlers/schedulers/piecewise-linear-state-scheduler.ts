import * as z from 'zod/mini';
import { parseOptions } from '../../internal';
import type { MilestonesValues } from './milestones';
import { milestonesState, milestonesValuesSchema, piecewiseLinear } from './milestones';
import type { SimulatedValues } from './simulate';
import type { StateParamSchedulerOptions } from './state-param-scheduler';
import { simulateState, StateParamScheduler, stateParamSchedulerShape } from './state-param-scheduler';

const schema = z.strictObject({ ...stateParamSchedulerShape, milestonesValues: milestonesValuesSchema });

/** Options of {@link PiecewiseLinearStateScheduler}. */
export interface PiecewiseLinearStateSchedulerOptions extends StateParamSchedulerOptions {
  /** At least one pair of an event's number, from 1, and the value at it; the numbers must not fall. */
  readonly milestonesValues: MilestonesValues;
}

/**
 * Leads a state attribute in lines from milestone to milestone; level before the first and after the last.
 *
 * @example
 * ```ts
 * import { PiecewiseLinearStateScheduler } from 'tfjs-ignite';
 *
 * const options = { paramName: 'beta', milestonesValues: [[1, 0], [3, 1]] as [number, number][] };
 * PiecewiseLinearStateScheduler.simulateValues(4, options); // => [ [ 0, 0 ], [ 1, 0.5 ], [ 2, 1 ], [ 3, 1 ] ]
 * ```
 */
export class PiecewiseLinearStateScheduler extends StateParamScheduler {
  readonly #milestonesValues: MilestonesValues;

  constructor(options: PiecewiseLinearStateSchedulerOptions) {
    const parsed = parseOptions('PiecewiseLinearStateScheduler', schema, options);
    super('PiecewiseLinearStateScheduler', parsed, milestonesState(parsed.milestonesValues));
    this.#milestonesValues = parsed.milestonesValues;
  }

  getParam(): number {
    return piecewiseLinear(this.#milestonesValues, this.eventIndex);
  }

  /** The values of the first events. */
  static simulateValues(numEvents: number, options: PiecewiseLinearStateSchedulerOptions): SimulatedValues {
    return simulateState(numEvents, new PiecewiseLinearStateScheduler(options));
  }
}
