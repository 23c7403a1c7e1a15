import type { StateTree, StateValue } from '../../contracts';
import type { AnyEngine } from '../../engine';
import { Events } from '../../engine';
import { savedCount } from './event-counter';
import { savedTree } from './saved-settings';

/**
 * Knows the start of an epoch that was counted before the checkpoint was made: a run that goes on within an epoch fires EPOCH_STARTED again,
 * and a scheduler must not take a step for it that the unbroken run did not take.
 */
export class EpochMemory {
  readonly #owner: string;
  /** Where the engine stood at the last event; `null` before the first. */
  #last: { readonly epoch: number; readonly iteration: number } | null = null;
  /** Something was loaded and no event has come since. */
  #isRestored = false;

  constructor(owner: string) {
    this.#owner = owner;
  }

  /** Takes notice of the event, and says whether it was counted before. */
  wasCounted({ state: { epoch, iteration }, lastEventName }: AnyEngine): boolean {
    const last = this.#isRestored && lastEventName === Events.EPOCH_STARTED.name ? this.#last : null;
    this.#isRestored = false;
    // The same epoch from its first iteration on would be another run.
    const isRepeated = last !== null && epoch === last.epoch && iteration > last.iteration;
    if (!isRepeated) this.#last = { epoch, iteration };
    return isRepeated;
  }

  /** For the state of the scheduler, under the key `lastEvent`. */
  stateDict(): StateTree {
    return { lastEvent: this.#last };
  }

  /** Reads what `stateDict` gave, and returns how to take it over: all or nothing is the scheduler's to keep. */
  prepareLoad({ lastEvent }: StateTree): () => void {
    const last = this.#read(lastEvent);
    return () => {
      this.#last = last;
      this.#isRestored = true;
    };
  }

  #read(lastEvent: StateValue | undefined): { readonly epoch: number; readonly iteration: number } | null {
    if (lastEvent === null) return null;
    const owner = `${this.#owner}.loadStateDict.lastEvent`;
    const saved = savedTree(owner, lastEvent);
    return { epoch: savedCount(owner, saved, 'epoch'), iteration: savedCount(owner, saved, 'iteration') };
  }
}
