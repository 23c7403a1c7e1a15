import type { Clock, StateValue } from '../contracts';
import type { Communicator } from '../distributed';
import { CheckpointError } from '../errors';
import type { MaybePromise } from '../internal';
import { andThen } from '../internal';
import type { Accumulator } from './accumulators';

/**
 * The seconds from a reset to the last `lap`: over ranks their mean, of those that have had a lap.
 *
 * A saved time goes on from when it is loaded, on every rank.
 */
export class ElapsedTime implements Accumulator<number> {
  readonly #clock: Clock;
  #startedAt: number;
  /** What a state that was loaded brought along. */
  #before = 0;
  /** `null` before the first lap. */
  #seconds: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#startedAt = clock.now();
  }

  /** Reads the clock. */
  lap(): void {
    this.#seconds = this.#before + (this.#clock.now() - this.#startedAt) / 1000;
  }

  reset(): void {
    this.#startedAt = this.#clock.now();
    this.#before = 0;
    this.#seconds = null;
  }

  pending(): readonly [] {
    return [];
  }

  total(communicator: Communicator): MaybePromise<number> {
    if (communicator.size === 1) return this.#seconds ?? 0;
    const mine = this.#seconds === null ? Float64Array.of(0, 0) : Float64Array.of(this.#seconds, 1);
    return andThen(communicator.allReduce(mine, 'sum'), ([seconds = 0, ranks = 0]) => (ranks === 0 ? 0 : seconds / ranks));
  }

  save(communicator: Communicator): MaybePromise<StateValue> {
    return this.total(communicator);
  }

  load(value: StateValue | undefined, _communicator: Communicator, owner: string): () => void {
    if (typeof value !== 'number') throw new CheckpointError({ owner, expected: 'a number of seconds', got: value });
    return () => {
      this.reset();
      this.#before = value;
      if (value > 0) this.#seconds = value;
    };
  }
}
