import * as z from 'zod/mini';
import type { StateTree } from '../../contracts';
import type { Progress } from './event-counter';
import { savedCount, savedNumber } from './event-counter';
import { savedTree } from './saved-settings';

/** When a metric counts as not getting better. */
export interface PlateauOptions {
  /** Whether a smaller or a larger metric is better. @default 'min' */
  readonly mode?: 'min' | 'max';
  /** How many values in a row without improvement are put up with; at least 0. @default 10 */
  readonly patience?: number;
  /** By how much a value must be better than the best one to count. @default 0.0001 */
  readonly threshold?: number;
  /** Whether the threshold is a share of the best value or a difference. @default 'rel' */
  readonly thresholdMode?: 'rel' | 'abs';
  /** Values after a reduction that do not count as bad; at least 0. @default 0 */
  readonly cooldown?: number;
}

/** The options of a plateau, to be spread into a scheduler's schema. */
export const plateauShape = {
  mode: z._default(z.enum(['min', 'max']), 'min'),
  patience: z._default(z.int().check(z.minimum(0)), 10),
  threshold: z._default(z.number().check(z.minimum(0)), 1e-4),
  thresholdMode: z._default(z.enum(['rel', 'abs']), 'rel'),
  cooldown: z._default(z.int().check(z.minimum(0)), 0),
};

/** Tells when a metric has stopped to get better, by the rules of torch's `ReduceLROnPlateau`. */
export class Plateau implements Progress {
  readonly #owner: string;
  readonly #options: Required<PlateauOptions>;
  #eventIndex = 0;
  #best: number;
  #bad = 0;
  #cooldown = 0;

  constructor(owner: string, options: Required<PlateauOptions>) {
    this.#owner = owner;
    this.#options = options;
    this.#best = options.mode === 'min' ? Infinity : -Infinity;
  }

  get eventIndex(): number {
    return this.#eventIndex;
  }

  /** Takes in a value; `true` when it is time to reduce. */
  observe(value: number): boolean {
    const { patience, cooldown } = this.#options;
    if (this.#isBetter(value)) {
      this.#best = value;
      this.#bad = 0;
    } else {
      this.#bad += 1;
    }
    if (this.#cooldown > 0) {
      this.#cooldown -= 1;
      this.#bad = 0;
    }
    if (this.#bad <= patience) return false;
    this.#cooldown = cooldown;
    this.#bad = 0;
    return true;
  }

  begin(): void {
    // The value of the event is what `observe` has taken in.
  }

  next(): void {
    this.#eventIndex += 1;
  }

  stateDict(): StateTree {
    return { eventIndex: this.#eventIndex, scheduler: { best: this.#best, numBadEpochs: this.#bad, cooldownCounter: this.#cooldown } };
  }

  loadStateDict(state: StateTree): void {
    const eventIndex = savedCount(`${this.#owner}.loadStateDict`, state, 'eventIndex');
    const owner = `${this.#owner}.loadStateDict.scheduler`;
    const saved = savedTree(owner, state.scheduler);
    const best = savedNumber(owner, saved, 'best');
    const bad = savedCount(owner, saved, 'numBadEpochs');
    const cooldown = savedCount(owner, saved, 'cooldownCounter');
    this.#eventIndex = eventIndex;
    this.#best = best;
    this.#bad = bad;
    this.#cooldown = cooldown;
  }

  /** NaN is never better. */
  #isBetter(value: number): boolean {
    const { mode, threshold, thresholdMode } = this.#options;
    if (mode === 'min') return value < (thresholdMode === 'rel' ? this.#best * (1 - threshold) : this.#best - threshold);
    return value > (thresholdMode === 'rel' ? this.#best * (threshold + 1) : this.#best + threshold);
  }
}
