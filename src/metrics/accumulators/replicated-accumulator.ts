import type { StateValue } from '../../contracts';
import type { Communicator } from '../../distributed';
import { CheckpointError } from '../../errors';
import type { Accumulator, Pending } from './accumulator';

/**
 * A plain value that every rank has alike, such as the number of classes seen or a running average: it is saved and reset, never reduced.
 */
export class ReplicatedAccumulator<T extends StateValue> implements Accumulator<T> {
  readonly #initial: T;
  readonly #accepts: (value: StateValue) => value is T;
  #value: T;

  constructor(initial: T, accepts: (value: StateValue) => value is T) {
    this.#initial = initial;
    this.#accepts = accepts;
    this.#value = initial;
  }

  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    this.#value = value;
  }

  reset(): void {
    this.#value = this.#initial;
  }

  pending(): readonly Pending[] {
    return [];
  }

  total(): T {
    return this.#value;
  }

  save(): T {
    return this.#value;
  }

  load(value: StateValue | undefined, _communicator: Communicator, owner: string): () => void {
    if (value === undefined || !this.#accepts(value)) throw new CheckpointError({ owner, expected: 'a value of the kind that was saved', got: value });
    return () => {
      this.#value = value;
    };
  }
}
