import * as z from 'zod/mini';
import type { StateTree } from '../../contracts';
import type { AnyEngine, EngineEvent, EventList, RemovableEventHandle } from '../../engine';
import { Events } from '../../engine';
import { CheckpointError, OptionError } from '../../errors';
import { parseOptions } from '../../internal';
import { EpochMemory } from './epoch-memory';
import type { OptimizerScheduler } from './optimizer-scheduler';
import { loadAll, schedulerSchema } from './optimizer-scheduler';
import type { ParameterTarget } from './parameter-target';
import { savedList, savedTree } from './saved-settings';
import type { SimulatedValues } from './simulate';
import { readTargets, simulateRows, withoutTrace } from './simulate';

const OWNER = 'ParamGroupScheduler';

const schema = z.strictObject({ names: z.exactOptional(z.array(z.string())), saveHistory: z._default(z.boolean(), false) });
const listSchema = z.strictObject({ schedulers: z.array(schedulerSchema).check(z.minLength(1)) });

/** Options of {@link ParamGroupScheduler}. */
export interface ParamGroupSchedulerOptions {
  /** Names in the history and in the saved state, one for each scheduler. Default: the names of their parameters. */
  readonly names?: readonly string[];
  /** Whether the values are kept in `state.attributes.paramHistory`; set on all of the schedulers. @default false */
  readonly saveHistory?: boolean;
}

/**
 * Several schedulers side by side, for instance one for each parameter group: at every event each takes its step.
 *
 * @throws OptionError for no schedulers, or another number of names
 *
 * @example
 * ```ts
 * import { ParamGroupScheduler, PiecewiseLinear } from 'tfjs-ignite';
 *
 * const optimizer = { paramGroups: [{ lr: 1 }, { lr: 1 }] };
 * const slow = new PiecewiseLinear(optimizer, { paramName: 'lr', paramGroupIndex: 0, milestonesValues: [[0, 0.5], [2, 0]] });
 * const fast = new PiecewiseLinear(optimizer, { paramName: 'lr', paramGroupIndex: 1, milestonesValues: [[0, 1], [2, 0]] });
 * ParamGroupScheduler.simulateValues(3, [slow, fast]); // => [ [ 0, 0.5, 1 ], [ 1, 0.25, 0.5 ], [ 2, 0, 0 ] ]
 * ```
 */
export class ParamGroupScheduler implements OptimizerScheduler {
  readonly #schedulers: readonly OptimizerScheduler[];
  readonly #names: readonly string[];
  readonly #memory = new EpochMemory(OWNER);

  constructor(schedulers: readonly OptimizerScheduler[], options: ParamGroupSchedulerOptions = {}) {
    parseOptions(OWNER, listSchema, { schedulers });
    const { names = schedulers.map(({ targets }) => targets[0]?.paramName ?? ''), saveHistory } = parseOptions(OWNER, schema, options);
    if (names.length !== schedulers.length) {
      throw new OptionError({ owner: `${OWNER}.names`, expected: `a name for each of the ${schedulers.length} schedulers`, got: names });
    }
    this.#schedulers = [...schedulers];
    this.#names = names;
    this.saveHistory = saveHistory;
  }

  get targets(): readonly ParameterTarget[] {
    return this.#schedulers.flatMap((scheduler) => scheduler.targets);
  }

  get saveHistory(): boolean {
    return this.#schedulers.some((scheduler) => scheduler.saveHistory);
  }

  set saveHistory(value: boolean) {
    for (const scheduler of this.#schedulers) scheduler.saveHistory = value;
  }

  /** The values of all schedulers, in order. */
  getParam(): readonly number[] {
    return this.#schedulers.flatMap((scheduler) => scheduler.getParam());
  }

  handle(engine: AnyEngine): void {
    if (!this.#memory.wasCounted(engine)) this.advance(engine);
  }

  /** Sets the values of the next event; the history is kept under the schedulers' own names. */
  advance(engine?: AnyEngine): void {
    for (const [index, scheduler] of this.#schedulers.entries()) scheduler.advance(engine, this.#names[index]);
  }

  attach(engine: AnyEngine, event: EngineEvent | EventList = Events.ITERATION_STARTED): RemovableEventHandle {
    return engine.on(event, () => this.handle(engine));
  }

  stateDict(): StateTree {
    return { schedulers: this.#schedulers.map((scheduler, index) => [this.#names[index] ?? '', scheduler.stateDict()]), ...this.#memory.stateDict() };
  }

  /** @throws CheckpointError when the state is another's, or of other schedulers or names; then nothing has changed */
  loadStateDict(state: StateTree): void {
    const remember = this.#memory.prepareLoad(state);
    const owner = `${OWNER}.loadStateDict.schedulers`;
    const saved = savedList(owner, state.schedulers, this.#schedulers.length);
    const members = this.#schedulers.map((scheduler, index) => {
      const [name, own] = savedList(`${owner}[${index}]`, saved[index], 2);
      if (name !== this.#names[index]) throw new CheckpointError({ owner: `${owner}[${index}]`, expected: `the name ${this.#names[index] ?? ''}`, got: name });
      return { scheduler, state: savedTree(`${owner}[${index}]`, own) };
    });
    loadAll(members);
    remember();
  }

  /** The values that the schedulers set at the next events, in order; they and their optimizers stay as they are. */
  static simulateValues(numEvents: number, schedulers: readonly OptimizerScheduler[]): SimulatedValues {
    parseOptions(OWNER, listSchema, { schedulers });
    return withoutTrace(schedulers, () =>
      simulateRows(numEvents, () =>
        schedulers.flatMap((scheduler) => {
          const isOne = typeof scheduler.getParam() === 'number';
          scheduler.advance();
          return readTargets(scheduler).slice(0, isOne ? 1 : undefined);
        }),
      ),
    );
  }
}
