import * as z from 'zod/mini';
import { parseOptions } from '../../internal';
import type { ParamValue } from './parameter-target';
import type { SimulatedValues } from './simulate';
import type { StateParamSchedulerOptions } from './state-param-scheduler';
import { simulateState, StateParamScheduler, stateParamSchedulerShape } from './state-param-scheduler';

type Lambda = (eventIndex: number) => ParamValue;

const schema = z.strictObject({ ...stateParamSchedulerShape, lambdaObj: z.custom<Lambda>((value) => typeof value === 'function', 'a function of the event') });

/** Options of {@link LambdaStateScheduler}. */
export interface LambdaStateSchedulerOptions extends StateParamSchedulerOptions {
  /** The value as a function of the number of events, this one included. It is not saved. */
  readonly lambdaObj: Lambda;
}

/**
 * Sets a state attribute to a function of the number of events.
 *
 * @example
 * ```ts
 * import { LambdaStateScheduler } from 'tfjs-ignite';
 *
 * const options = { paramName: 'temperature', lambdaObj: (event: number) => 1 / event };
 * LambdaStateScheduler.simulateValues(2, options); // => [ [ 0, 1 ], [ 1, 0.5 ] ]
 * ```
 */
export class LambdaStateScheduler extends StateParamScheduler {
  readonly #lambda: Lambda;

  constructor(options: LambdaStateSchedulerOptions) {
    const parsed = parseOptions('LambdaStateScheduler', schema, options);
    super('LambdaStateScheduler', parsed);
    this.#lambda = parsed.lambdaObj;
  }

  getParam(): ParamValue {
    return this.#lambda(this.eventIndex);
  }

  /** The values of the first events. */
  static simulateValues(numEvents: number, options: LambdaStateSchedulerOptions): SimulatedValues {
    return simulateState(numEvents, new LambdaStateScheduler(options));
  }
}
