import * as z from 'zod/mini';
import { parseOptions } from '../../internal';
import type { SimulatedValues } from './simulate';
import type { StateParamSchedulerOptions } from './state-param-scheduler';
import { simulateState, StateParamScheduler, stateParamSchedulerShape } from './state-param-scheduler';

const schema = z.strictObject({ ...stateParamSchedulerShape, initialValue: z.number(), gamma: z.number() });

/** Options of {@link ExpStateScheduler}. */
export interface ExpStateSchedulerOptions extends StateParamSchedulerOptions {
  /** The value before the first event. */
  readonly initialValue: number;
  /** What it is multiplied with at each event. */
  readonly gamma: number;
}

/**
 * Lets a state attribute decay: `initialValue * gamma ** event`, with events counted from 1.
 *
 * @example
 * ```ts
 * import { ExpStateScheduler } from 'tfjs-ignite';
 *
 * ExpStateScheduler.simulateValues(3, { paramName: 'noise', initialValue: 1, gamma: 0.5 }); // => [ [ 0, 0.5 ], [ 1, 0.25 ], [ 2, 0.125 ] ]
 * ```
 */
export class ExpStateScheduler extends StateParamScheduler {
  readonly #initialValue: number;
  readonly #gamma: number;

  constructor(options: ExpStateSchedulerOptions) {
    const parsed = parseOptions('ExpStateScheduler', schema, options);
    const { initialValue, gamma } = parsed;
    super('ExpStateScheduler', parsed, { initialValue, gamma });
    this.#initialValue = initialValue;
    this.#gamma = gamma;
  }

  getParam(): number {
    return this.#initialValue * this.#gamma ** this.eventIndex;
  }

  /** The values of the first events. */
  static simulateValues(numEvents: number, options: ExpStateSchedulerOptions): SimulatedValues {
    return simulateState(numEvents, new ExpStateScheduler(options));
  }
}
