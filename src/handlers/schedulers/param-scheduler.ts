import * as z from 'zod/mini';
import type { StateTree } from '../../contracts';
import type { AnyEngine, EngineEvent, EventList, RemovableEventHandle } from '../../engine';
import { Events } from '../../engine';
import type { ParamGroupsHolder } from '../loggers/optimizer-params-handler';
import { BaseParamScheduler } from './base-param-scheduler';
import type { Progress } from './event-counter';
import type { OptimizerScheduler } from './optimizer-scheduler';
import { appendHistory } from './param-history';
import type { ParamValue } from './parameter-target';
import { ParameterTarget } from './parameter-target';

/** Options that every scheduler of an optimizer's parameter has. */
export interface ParamSchedulerOptions {
  /** Name of the parameter in the groups, such as `lr` or `momentum`. */
  readonly paramName: string;
  /** Whether the values are kept in `state.attributes.paramHistory`, a list for each event. @default false */
  readonly saveHistory?: boolean;
  /** The only group to set, from 0. Default: all groups. */
  readonly paramGroupIndex?: number;
}

/** The options that all schedulers of an optimizer's parameter have, to be spread into a scheduler's own schema. */
export const paramSchedulerShape = {
  paramName: z.string().check(z.minLength(1)),
  saveHistory: z._default(z.boolean(), false),
  paramGroupIndex: z.exactOptional(z.int().check(z.minimum(0))),
};

/** What a final class tells {@link ParamScheduler}, beside its options. */
export interface ParamSchedulerSetup {
  /** What counts the events. Default: a plain count. */
  readonly progress?: Progress;
  /** Options that are saved, and must be the same where the state is loaded. Default: none. */
  readonly settings?: StateTree;
}

/**
 * Sets a parameter of an optimizer's groups at every event: the base of those whose value is a function of the number of events.
 *
 * Works on whatever has `paramGroups`: the optimizers of `optim`, and those of TensorFlow.js behind `optim.fromTf`. The count goes on over several runs.
 * Attached to ITERATION_STARTED, the first step is taken with the first value.
 *
 * @example A scheduler of your own
 * ```ts
 * import { Engine, ParamScheduler } from 'tfjs-ignite';
 * import type { ParamGroupsHolder } from 'tfjs-ignite/handlers';
 *
 * class InverseDecay extends ParamScheduler {
 *   constructor(optimizer: ParamGroupsHolder) {
 *     super('InverseDecay', optimizer, { paramName: 'lr' });
 *   }
 *
 *   getParam(): number {
 *     return 1 / (1 + this.eventIndex);
 *   }
 * }
 *
 * const group = { lr: 1 };
 * const trainer = new Engine(() => group.lr);
 * new InverseDecay({ paramGroups: [group] }).attach(trainer);
 * (await trainer.run([0, 0, 0, 0])).output; // => 0.25
 * ```
 */
export abstract class ParamScheduler extends BaseParamScheduler implements OptimizerScheduler {
  readonly #target: ParameterTarget;

  /**
   * @param owner names the scheduler in errors
   * @throws OptionError when there is no such group, or a group has no number of this name
   */
  constructor(owner: string, optimizer: ParamGroupsHolder, options: ParamSchedulerOptions, { progress, settings }: ParamSchedulerSetup = {}) {
    const { paramName, saveHistory = false, paramGroupIndex } = options;
    super(owner, {
      paramName,
      saveHistory,
      ...(progress === undefined ? {} : { progress }),
      settings: { paramGroupIndex: paramGroupIndex ?? null, ...settings },
    });
    this.#target = new ParameterTarget(owner, optimizer, paramName, paramGroupIndex);
  }

  /** The value of the event `eventIndex`: for all groups, or one for each. */
  abstract override getParam(): ParamValue;

  get targets(): readonly ParameterTarget[] {
    return [this.#target];
  }

  handle(engine: AnyEngine): void {
    if (!this.wasCounted(engine)) this.advance(engine);
  }

  advance(engine?: AnyEngine, historyName: string = this.paramName): void {
    this.progress.begin();
    this.#target.write(this.getParam());
    if (this.saveHistory && engine !== undefined) appendHistory(this.owner, engine, historyName, this.#target.read());
    this.progress.next();
  }

  attach(engine: AnyEngine, event: EngineEvent | EventList = Events.ITERATION_STARTED): RemovableEventHandle {
    return engine.on(event, () => this.handle(engine));
  }
}
