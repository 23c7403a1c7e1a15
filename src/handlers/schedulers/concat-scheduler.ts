import * as z from 'zod/mini';
import type { StateTree } from '../../contracts';
import type { AnyEngine, EngineEvent, EventList, RemovableEventHandle } from '../../engine';
import { Events } from '../../engine';
import { CheckpointError, OptionError } from '../../errors';
import { parseOptions } from '../../internal';
import { EpochMemory } from './epoch-memory';
import { savedCount } from './event-counter';
import type { OptimizerScheduler } from './optimizer-scheduler';
import { loadAll, schedulerSchema } from './optimizer-scheduler';
import type { ParameterTarget, ParamValue } from './parameter-target';
import { checkSettings, savedList, savedTree } from './saved-settings';
import type { SimulatedValues } from './simulate';
import { simulateRows, withoutTrace } from './simulate';

const OWNER = 'ConcatScheduler';

const schema = z.strictObject({ durations: z.array(z.int().check(z.minimum(0))), saveHistory: z._default(z.boolean(), false) });
const listSchema = z.strictObject({ schedulers: z.array(schedulerSchema).check(z.minLength(2)) });

/** Options of {@link ConcatScheduler}. */
export interface ConcatSchedulerOptions {
  /** How many events each scheduler but the last has, one number for each. */
  readonly durations: readonly number[];
  /** Whether the values are kept in `state.attributes.paramHistory`; set on all of the schedulers. @default false */
  readonly saveHistory?: boolean;
}

/** Options of the simulation of a {@link ConcatScheduler}. */
export interface ConcatSimulationOptions extends Pick<ConcatSchedulerOptions, 'durations'> {
  /** Which parameters of the groups to look at. Default: the one that is set. */
  readonly paramNames?: readonly string[];
}

/**
 * Several schedulers of one parameter, one after the other: each has its number of events, and the last goes on for ever.
 *
 * Each starts with its own first event, whatever the one before left.
 *
 * @throws OptionError for fewer than two schedulers, another number of durations than needed, or schedulers of several optimizers or parameters
 *
 * @example
 * ```ts
 * import { ConcatScheduler, PiecewiseLinear } from 'tfjs-ignite';
 *
 * const optimizer = { paramGroups: [{ lr: 1 }] };
 * const rising = new PiecewiseLinear(optimizer, { paramName: 'lr', milestonesValues: [[0, 0], [2, 1]] });
 * const falling = new PiecewiseLinear(optimizer, { paramName: 'lr', milestonesValues: [[0, 1], [2, 0.5]] });
 * const durations = [2];
 * ConcatScheduler.simulateValues(5, [rising, falling], { durations }); // => [ [ 0, 0 ], [ 1, 0.5 ], [ 2, 1 ], [ 3, 0.75 ], [ 4, 0.5 ] ]
 * ```
 */
export class ConcatScheduler implements OptimizerScheduler {
  /** The parameter that all of the schedulers set. */
  readonly paramName: string;
  readonly #schedulers: readonly OptimizerScheduler[];
  readonly #durations: readonly number[];
  readonly #memory = new EpochMemory(OWNER);
  #index = 0;
  /** Events that the current scheduler still has; of the last one it goes below 0. */
  #left: number;

  constructor(schedulers: readonly OptimizerScheduler[], options: ConcatSchedulerOptions) {
    parseOptions(OWNER, listSchema, { schedulers });
    const { durations, saveHistory } = parseOptions(OWNER, schema, options);
    if (durations.length !== schedulers.length - 1) {
      throw new OptionError({ owner: `${OWNER}.durations`, expected: `${schedulers.length - 1} durations for ${schedulers.length} schedulers`, got: durations });
    }
    const targets = schedulers.flatMap((scheduler) => scheduler.targets);
    if (new Set(targets.map(({ optimizer }) => optimizer)).size !== 1) {
      throw new OptionError({ owner: `${OWNER}.schedulers`, expected: 'schedulers of one optimizer' });
    }
    const [paramName = '', ...others] = new Set(targets.map((target) => target.paramName));
    if (others.length > 0) throw new OptionError({ owner: `${OWNER}.schedulers`, expected: 'schedulers of one parameter', got: [paramName, ...others] });
    this.paramName = paramName;
    this.#schedulers = [...schedulers];
    this.#durations = durations;
    this.#left = durations[0] ?? -1;
    this.saveHistory = saveHistory;
  }

  get targets(): readonly ParameterTarget[] {
    return this.#current.targets;
  }

  get saveHistory(): boolean {
    return this.#current.saveHistory;
  }

  set saveHistory(value: boolean) {
    for (const scheduler of this.#schedulers) scheduler.saveHistory = value;
  }

  getParam(): ParamValue {
    return this.#current.getParam();
  }

  handle(engine: AnyEngine): void {
    if (!this.#memory.wasCounted(engine)) this.advance(engine);
  }

  advance(engine?: AnyEngine, historyName?: string): void {
    while (this.#left === 0) {
      this.#index += 1;
      this.#left = this.#durations[this.#index] ?? -1;
    }
    this.#current.advance(engine, historyName);
    this.#left -= 1;
  }

  attach(engine: AnyEngine, event: EngineEvent | EventList = Events.ITERATION_STARTED): RemovableEventHandle {
    return engine.on(event, () => this.handle(engine));
  }

  stateDict(): StateTree {
    return {
      paramName: this.paramName,
      saveHistory: this.saveHistory,
      durations: this.#durations,
      schedulerIndex: this.#index,
      eventsLeft: this.#left,
      ...this.#memory.stateDict(),
      schedulers: this.#schedulers.map((scheduler) => scheduler.stateDict()),
    };
  }

  /** @throws CheckpointError when the state is another's, or of other schedulers or durations; then nothing has changed */
  loadStateDict(state: StateTree): void {
    checkSettings(OWNER, { paramName: this.paramName, durations: this.#durations }, state);
    const index = savedCount(`${OWNER}.loadStateDict`, state, 'schedulerIndex');
    const left = state.eventsLeft;
    if (index >= this.#schedulers.length || typeof left !== 'number' || !Number.isSafeInteger(left)) {
      throw new CheckpointError({ owner: `${OWNER}.loadStateDict`, expected: 'schedulerIndex and eventsLeft of such a chain', got: [index, left] });
    }
    const remember = this.#memory.prepareLoad(state);
    const owner = `${OWNER}.loadStateDict.schedulers`;
    const saved = savedList(owner, state.schedulers, this.#schedulers.length);
    loadAll(this.#schedulers.map((scheduler, at) => ({ scheduler, state: savedTree(`${owner}[${at}]`, saved[at]) })));
    this.#index = index;
    this.#left = left;
    remember();
  }

  /** The values of the next events; the schedulers and their optimizer stay as they are. Rows hold the groups of the first parameter, then of the next. */
  static simulateValues(numEvents: number, schedulers: readonly OptimizerScheduler[], { durations, paramNames }: ConcatSimulationOptions): SimulatedValues {
    const histories = schedulers.map(({ saveHistory }) => saveHistory);
    const chain = new ConcatScheduler(schedulers, { durations });
    for (const [index, scheduler] of schedulers.entries()) scheduler.saveHistory = histories[index] ?? false;
    const names = paramNames ?? [chain.paramName];
    return withoutTrace(schedulers, () =>
      simulateRows(numEvents, () => {
        chain.advance();
        return names.flatMap((name) => chain.targets.flatMap((target) => target.read(name)));
      }),
    );
  }

  get #current(): OptimizerScheduler {
    const current = this.#schedulers[this.#index];
    // The index stays within the list: every scheduler but the last has a duration.
    if (current === undefined) throw new RangeError(`${OWNER}: no scheduler ${this.#index}`);
    return current;
  }
}
