import * as z from 'zod/mini';
import type { AnyEngine, EngineEvent, EventList, RemovableEventHandle } from '../../engine';
import { Engine, Events } from '../../engine';
import { OptionError } from '../../errors';
import { parseOptions } from '../../internal';
import { defaultScoreFunction } from '../default-score-function';
import type { ParamGroupsHolder } from '../loggers/optimizer-params-handler';
import { engineSchema } from '../schemas';
import { BaseParamScheduler } from './base-param-scheduler';
import { paramSchedulerShape } from './param-scheduler';
import { appendHistory } from './param-history';
import type { ParamValue } from './parameter-target';
import { ParameterTarget } from './parameter-target';
import type { PlateauOptions } from './plateau';
import { Plateau, plateauShape } from './plateau';
import type { SimulatedValues } from './simulate';
import { simulateRows } from './simulate';

const OWNER = 'ReduceLROnPlateauScheduler';

const { saveHistory, paramGroupIndex } = paramSchedulerShape;
const schema = z.strictObject({
  saveHistory,
  paramGroupIndex,
  ...plateauShape,
  metricName: z.string(),
  trainer: z.exactOptional(engineSchema),
  factor: z._default(z.number().check(z.minimum(0), z.lt(1)), 0.1),
  minLr: z._default(z.custom<ParamValue>((value) => [value].flat().every((each) => typeof each === 'number'), 'a number, or one for each group'), 0),
  eps: z._default(z.number().check(z.minimum(0)), 1e-8),
});

/** Options of {@link ReduceLROnPlateauScheduler}. */
export interface ReduceLROnPlateauOptions extends PlateauOptions {
  /** The metric, in `state.metrics` of the engine that the handler is attached to. */
  readonly metricName: string;
  /** The engine whose `state.attributes.paramHistory` the rates are kept in. Default: they are kept nowhere. */
  readonly trainer?: AnyEngine;
  /** Whether the rates are kept in the history of the trainer, a list for each value. @default false */
  readonly saveHistory?: boolean;
  /** The only group whose rate is reduced, from 0. Default: all groups. */
  readonly paramGroupIndex?: number;
  /** What the rate is multiplied with; at least 0 and below 1. @default 0.1 */
  readonly factor?: number;
  /** Least rate, of all groups or one for each that is reduced. @default 0 */
  readonly minLr?: ParamValue;
  /** A reduction by no more than this is left out; at least 0. @default 1e-8 */
  readonly eps?: number;
}

/** Options of the simulation of a {@link ReduceLROnPlateauScheduler}. */
export interface PlateauSimulationOptions extends Omit<ReduceLROnPlateauOptions, 'metricName' | 'trainer' | 'saveHistory' | 'paramGroupIndex'> {
  /** Values of the metric, one for each event. */
  readonly metricValues: readonly number[];
  /** The rate to start from. */
  readonly initLr: number;
}

/**
 * Reduces the learning rate when a metric has stopped to get better: torch's `ReduceLROnPlateau`.
 *
 * A value counts as better when it is by more than the threshold: `value < best * (1 - threshold)`, with `abs` `value < best - threshold` (mirrored for `max`).
 * After more than `patience` others in a row the rate is multiplied with `factor`. NaN is never better. Attach it to the evaluator that has the metric.
 *
 * @throws OptionError for wrong options, and when called if the engine has no such metric or it is no number, with the names there are
 *
 * @example
 * ```ts
 * import { ReduceLROnPlateauScheduler } from 'tfjs-ignite';
 *
 * const options = { metricValues: [5, 4, 4, 4, 4], initLr: 1, factor: 0.5, patience: 1 };
 * ReduceLROnPlateauScheduler.simulateValues(5, options); // => [ [ 0, 1 ], [ 1, 1 ], [ 2, 1 ], [ 3, 0.5 ], [ 4, 0.5 ] ]
 * ```
 */
export class ReduceLROnPlateauScheduler extends BaseParamScheduler {
  readonly #metric: (engine: AnyEngine) => number;
  readonly #plateau: Plateau;
  readonly #target: ParameterTarget;
  readonly #trainer: AnyEngine | undefined;
  readonly #reduction: { readonly factor: number; readonly minLr: ParamValue; readonly eps: number };

  constructor(optimizer: ParamGroupsHolder, options: ReduceLROnPlateauOptions) {
    const parsed = parseOptions(OWNER, schema, options);
    const { metricName, factor, minLr, eps, mode, patience, threshold, thresholdMode, cooldown } = parsed;
    const plateau = new Plateau(OWNER, parsed);
    const rules = { mode, factor, patience, threshold, thresholdMode, cooldown, minLr, eps };
    super(OWNER, {
      paramName: 'lr',
      saveHistory: parsed.saveHistory,
      progress: plateau,
      settings: { paramGroupIndex: parsed.paramGroupIndex ?? null, metricName, ...rules },
    });
    this.#target = new ParameterTarget(OWNER, optimizer, 'lr', parsed.paramGroupIndex);
    if (typeof minLr !== 'number' && minLr.length !== this.#target.groups.length) {
      throw new OptionError({ owner: `${OWNER}.minLr`, expected: `one for each of the ${this.#target.groups.length} groups`, got: minLr });
    }
    this.#metric = defaultScoreFunction(metricName);
    this.#plateau = plateau;
    this.#trainer = parsed.trainer;
    this.#reduction = { factor, minLr, eps };
  }

  /** The rates as they are, one for each group. */
  getParam(): readonly number[] {
    return this.#target.read();
  }

  /** Looks at the metric of the engine, and reduces the rate when it is time. */
  handle(engine: AnyEngine): void {
    if (this.#plateau.observe(this.#metric(engine))) this.#reduce();
    if (this.saveHistory && this.#trainer !== undefined) appendHistory(OWNER, this.#trainer, this.paramName, this.getParam());
    this.progress.next();
  }

  /** Looks at the metric at each such event. @param event default COMPLETED, when an evaluator has its metrics */
  attach(engine: AnyEngine, event: EngineEvent | EventList = Events.COMPLETED): RemovableEventHandle {
    return engine.on(event, () => this.handle(engine));
  }

  /** The rates that values of the metric would lead to. */
  static simulateValues(numEvents: number, { metricValues, initLr, ...options }: PlateauSimulationOptions): SimulatedValues {
    if (metricValues.length !== numEvents) {
      throw new OptionError({ owner: `${OWNER}.simulateValues.metricValues`, expected: `${numEvents} values`, got: metricValues });
    }
    const scheduler = new ReduceLROnPlateauScheduler({ paramGroups: [{ lr: initLr }] }, { ...options, metricName: 'metric' });
    const engine = new Engine(() => 0);
    return simulateRows(numEvents, (index) => {
      engine.state.metrics.metric = metricValues[index];
      scheduler.handle(engine);
      return scheduler.getParam();
    });
  }

  #reduce(): void {
    const { factor, minLr, eps } = this.#reduction;
    this.#target.write(
      this.getParam().map((rate, index) => {
        const reduced = Math.max(rate * factor, typeof minLr === 'number' ? minLr : (minLr[index] ?? 0));
        return rate - reduced > eps ? reduced : rate;
      }),
    );
  }
}
