import * as z from 'zod/mini';
import { parseOptions } from '../../internal';
import type { SimulatedValues } from './simulate';
import type { StateParamSchedulerOptions } from './state-param-scheduler';
import { simulateState, StateParamScheduler, stateParamSchedulerShape } from './state-param-scheduler';

const schema = z.strictObject({ ...stateParamSchedulerShape, initialValue: z.number(), gamma: z.number(), stepSize: z.int().check(z.minimum(1)) });

/** Options of {@link StepStateScheduler}. */
export interface StepStateSchedulerOptions extends StateParamSchedulerOptions {
  /** The value before the first change. */
  readonly initialValue: number;
  /** What it is multiplied with at each change. */
  readonly gamma: number;
  /** Events from one change to the next; at least 1. */
  readonly stepSize: number;
}

/**
 * Multiplies a state attribute every `stepSize` events: `initialValue * gamma ** floor(event / stepSize)`, with events counted from 1.
 *
 * @example
 * ```ts
 * import { StepStateScheduler } from 'tfjs-ignite';
 *
 * const options = { paramName: 'noise', initialValue: 1, gamma: 0.5, stepSize: 2 };
 * StepStateScheduler.simulateValues(4, options); // => [ [ 0, 1 ], [ 1, 0.5 ], [ 2, 0.5 ], [ 3, 0.25 ] ]
 * ```
 */
export class StepStateScheduler extends StateParamScheduler {
  readonly #initialValue: number;
  readonly #gamma: number;
  readonly #stepSize: number;

  constructor(options: StepStateSchedulerOptions) {
    const parsed = parseOptions('StepStateScheduler', schema, options);
    const { initialValue, gamma, stepSize } = parsed;
    super('StepStateScheduler', parsed, { initialValue, gamma, stepSize });
    this.#initialValue = initialValue;
    this.#gamma = gamma;
    this.#stepSize = stepSize;
  }

  getParam(): number {
    return this.#initialValue * this.#gamma ** Math.floor(this.eventIndex / this.#stepSize);
  }

  /** The values of the first events. */
  static simulateValues(numEvents: number, options: StepStateSchedulerOptions): SimulatedValues {
    return simulateState(numEvents, new StepStateScheduler(options));
  }
}
