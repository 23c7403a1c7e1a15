import * as z from 'zod/mini';
import { parseOptions } from '../../internal';
import { milestonesSchema } from './milestones';
import type { SimulatedValues } from './simulate';
import type { StateParamSchedulerOptions } from './state-param-scheduler';
import { simulateState, StateParamScheduler, stateParamSchedulerShape } from './state-param-scheduler';

const schema = z.strictObject({ ...stateParamSchedulerShape, initialValue: z.number(), gamma: z.number(), milestones: milestonesSchema });

/** Options of {@link MultiStepStateScheduler}. */
export interface MultiStepStateSchedulerOptions extends StateParamSchedulerOptions {
  /** The value before the first milestone. */
  readonly initialValue: number;
  /** What it is multiplied with at each milestone. */
  readonly gamma: number;
  /** Events, from 1, at which the value changes; they must not fall. */
  readonly milestones: readonly number[];
}

/**
 * Multiplies a state attribute at each milestone: `initialValue * gamma ** (number of milestones up to the event)`.
 *
 * @example
 * ```ts
 * import { MultiStepStateScheduler } from 'tfjs-ignite';
 *
 * const options = { paramName: 'noise', initialValue: 1, gamma: 0.5, milestones: [2, 4] };
 * MultiStepStateScheduler.simulateValues(4, options); // => [ [ 0, 1 ], [ 1, 0.5 ], [ 2, 0.5 ], [ 3, 0.25 ] ]
 * ```
 */
export class MultiStepStateScheduler extends StateParamScheduler {
  readonly #initialValue: number;
  readonly #gamma: number;
  readonly #milestones: readonly number[];

  constructor(options: MultiStepStateSchedulerOptions) {
    const parsed = parseOptions('MultiStepStateScheduler', schema, options);
    const { initialValue, gamma, milestones } = parsed;
    super('MultiStepStateScheduler', parsed, { initialValue, gamma, milestones });
    this.#initialValue = initialValue;
    this.#gamma = gamma;
    this.#milestones = milestones;
  }

  getParam(): number {
    return this.#initialValue * this.#gamma ** this.#milestones.filter((milestone) => milestone <= this.eventIndex).length;
  }

  /** The values of the first events. */
  static simulateValues(numEvents: number, options: MultiStepStateSchedulerOptions): SimulatedValues {
    return simulateState(numEvents, new MultiStepStateScheduler(options));
  }
}
