import type { StateDict, StateTree, StateValue } from '../../contracts';
import type { AnyEngine } from '../../engine';
import { EpochMemory } from './epoch-memory';
import { EventCounter } from './event-counter';
import type { Progress } from './event-counter';
import { checkSettings } from './saved-settings';

/** What a scheduler tells its base. */
export interface BaseSchedulerSetup {
  /** The parameter that is scheduled; also its name in the history. */
  readonly paramName: string;
  /** Whether the values are kept in `state.attributes.paramHistory`. @default false */
  readonly saveHistory?: boolean;
  /** What counts the events. Default: a plain count. */
  readonly progress?: Progress;
  /** Options that are saved, and must be the same where the state is loaded. Default: none. */
  readonly settings?: StateTree;
}

/** What changes a value from event to event: counts the events and saves the count. */
export abstract class BaseParamScheduler implements StateDict {
  readonly paramName: string;
  /** Whether the values are kept in `state.attributes.paramHistory`, by name; may be switched at any time. */
  saveHistory: boolean;
  /** Names the scheduler in errors. */
  protected readonly owner: string;
  /** Moved on by the final class. */
  protected readonly progress: Progress;
  readonly #settings: StateTree;
  readonly #memory: EpochMemory;

  constructor(owner: string, { paramName, saveHistory = false, progress = new EventCounter(owner), settings = {} }: BaseSchedulerSetup) {
    this.owner = owner;
    this.paramName = paramName;
    this.saveHistory = saveHistory;
    this.progress = progress;
    this.#settings = settings;
    this.#memory = new EpochMemory(owner);
  }

  /** Number of the event that comes next, from 0; a cyclical scheduler counts within its cycle. */
  get eventIndex(): number {
    return this.progress.eventIndex;
  }

  /** The value of the event `eventIndex`; changes nothing. */
  abstract getParam(): StateValue;

  /** Sets the value of the next event. */
  abstract handle(engine: AnyEngine): void;

  stateDict(): StateTree {
    return { ...this.progress.stateDict(), paramName: this.paramName, saveHistory: this.saveHistory, ...this.#settings, ...this.#memory.stateDict() };
  }

  /**
   * Goes on where the state was saved. Whether a history is kept stays as it is.
   *
   * @throws CheckpointError when the state is another's, or was saved with other options
   */
  loadStateDict(state: StateTree): void {
    checkSettings(this.owner, { paramName: this.paramName, ...this.#settings }, state);
    const remember = this.#memory.prepareLoad(state);
    this.progress.loadStateDict(state);
    remember();
  }

  /** Takes notice of the event; `true` for the start of an epoch that was counted before the run went on within that epoch. */
  protected wasCounted(engine: AnyEngine): boolean {
    return this.#memory.wasCounted(engine);
  }
}
