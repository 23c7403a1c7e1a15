import type { StateTree } from '../../contracts';
import { CheckpointError } from '../../errors';

/** How far a scheduler is: the part of it that events move on and checkpoints carry. */
export interface Progress {
  /** Number of the event that comes next, from 0; a cyclical scheduler counts within its cycle. */
  readonly eventIndex: number;
  /** An event has come and its value is about to be asked for. */
  begin(): void;
  /** The value of the event was used. */
  next(): void;
  stateDict(): StateTree;
  /** All or nothing. */
  loadStateDict(state: StateTree): void;
}

/** Counts events and nothing else. */
export class EventCounter implements Progress {
  readonly #owner: string;
  #eventIndex = 0;

  constructor(owner: string) {
    this.#owner = owner;
  }

  get eventIndex(): number {
    return this.#eventIndex;
  }

  begin(): void {
    // A plain count needs no preparation.
  }

  next(): void {
    this.#eventIndex += 1;
  }

  stateDict(): StateTree {
    return { eventIndex: this.#eventIndex };
  }

  loadStateDict(state: StateTree): void {
    this.#eventIndex = savedCount(`${this.#owner}.loadStateDict`, state, 'eventIndex');
  }
}

/** A whole number of a saved state; `owner` says of which. */
export function savedCount(owner: string, state: StateTree, key: string, least = 0): number {
  const value = state[key];
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value;
  throw new CheckpointError({ owner: `${owner}.${key}`, expected: `an integer of at least ${least}`, got: value });
}

/** A number of a saved state, NaN and infinities included; `owner` says of which. */
export function savedNumber(owner: string, state: StateTree, key: string): number {
  const value = state[key];
  if (typeof value === 'number') return value;
  throw new CheckpointError({ owner: `${owner}.${key}`, expected: 'a number', got: value });
}
