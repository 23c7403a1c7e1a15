import * as z from 'zod/mini';
import type { Logger, StateTree } from '../../contracts';
import type { AnyEngine, EngineEvent, EventList, RemovableEventHandle } from '../../engine';
import { Engine, Events } from '../../engine';
import { StateError } from '../../errors';
import { loggerSchema } from '../schemas';
import { BaseParamScheduler } from './base-param-scheduler';
import { appendHistory, historyList } from './param-history';
import type { ParamValue } from './parameter-target';
import type { SimulatedValues } from './simulate';
import { simulateRows } from './simulate';

/** Options that every scheduler of a state attribute has. */
export interface StateParamSchedulerOptions {
  /** Key of `state.attributes` that is set. */
  readonly paramName: string;
  /** Whether the values are kept in `state.attributes.paramHistory`, one for each event. @default false */
  readonly saveHistory?: boolean;
  /** Whether the attribute is new: it must not be there, and nobody is told that it is made. @default false */
  readonly createNew?: boolean;
  /** Is told without `createNew` that the attribute is made. Default: the console. */
  readonly logger?: Logger;
}

/** The options that all schedulers of a state attribute have, to be spread into a scheduler's own schema. */
export const stateParamSchedulerShape = {
  paramName: z.string().check(z.minLength(1)),
  saveHistory: z._default(z.boolean(), false),
  createNew: z._default(z.boolean(), false),
  logger: z.exactOptional(loggerSchema),
};

/**
 * Sets a key of `state.attributes` at every event: the base of those whose value is a function of the number of events, from 1.
 *
 * The attribute is `null` until the first event. List it in `stateDictUserKeys` of the engine to save it with a checkpoint.
 */
export abstract class StateParamScheduler extends BaseParamScheduler {
  readonly #createNew: boolean;
  readonly #logger: Pick<Logger, 'warn'>;

  /**
   * @param owner names the scheduler in errors
   * @param settings options that are saved, and must be the same where the state is loaded
   */
  constructor(owner: string, { paramName, saveHistory = false, createNew = false, logger = console }: StateParamSchedulerOptions, settings: StateTree = {}) {
    super(owner, { paramName, saveHistory, settings });
    this.#createNew = createNew;
    this.#logger = logger;
  }

  abstract override getParam(): ParamValue;

  /** Counts the event and sets the attribute. */
  handle(engine: AnyEngine): void {
    if (this.wasCounted(engine)) return;
    this.progress.begin();
    this.progress.next();
    const value = this.getParam();
    engine.state.attributes[this.paramName] = value;
    if (this.saveHistory) appendHistory(this.owner, engine, this.paramName, value);
  }

  /**
   * Sets the attribute at each such event.
   *
   * @param event default ITERATION_COMPLETED
   * @throws StateError with `createNew` when the attribute is there already
   */
  attach(engine: AnyEngine, event: EngineEvent | EventList = Events.ITERATION_COMPLETED): RemovableEventHandle {
    const { paramName } = this;
    const { attributes } = engine.state;
    if (!Object.hasOwn(attributes, paramName)) {
      if (!this.#createNew) this.#logger.warn(`${this.owner}: state.attributes.${paramName} is not there and is made. Set createNew: true if it is meant to be new.`);
      attributes[paramName] = null;
    } else if (this.#createNew) {
      throw new StateError({ owner: `${this.owner}.paramName`, expected: 'an attribute that is not there, with createNew', got: paramName, mend: 'Choose another name, or leave createNew out.' });
    }
    if (this.saveHistory) historyList(this.owner, engine, paramName);
    return engine.on(event, () => this.handle(engine));
  }
}

/** What a scheduler of an attribute sets on an engine that is made for it. */
export function simulateState(numEvents: number, scheduler: StateParamScheduler): SimulatedValues {
  const engine = new Engine(() => 0);
  return simulateRows(numEvents, () => {
    scheduler.handle(engine);
    return [scheduler.getParam()].flat();
  });
}
