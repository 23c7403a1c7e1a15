import type * as tf from '@tensorflow/tfjs-core';
import type { StateValue } from '../../contracts';
import type { Communicator, Reduction } from '../../distributed';
import { CheckpointError } from '../../errors';
import type { MaybePromise } from '../../internal';
import { andThen } from '../../internal';
import { readsAreCopies } from '../../tensor';
import type { Accumulator, Pending } from './accumulator';
import { DeviceTotal } from './device-total';
import { neutral, reduce } from './reductions';

/** One number gathered over batches: a sum, a maximum or a minimum, in double precision. */
export class ScalarAccumulator implements Accumulator<number> {
  readonly #reduction: Reduction;
  readonly #device: DeviceTotal;
  #value: number;

  constructor(reduction: Reduction) {
    this.#reduction = reduction;
    this.#device = new DeviceTotal(reduction);
    this.#value = neutral(reduction);
  }

  /** Takes in a number, or a tensor of one element, which stays the caller's and is read now only where that costs a copy. */
  add(value: number | tf.Tensor): void {
    if (typeof value === 'number') {
      this.#value = reduce(this.#reduction, this.#value, value);
      return;
    }
    if (!readsAreCopies()) {
      this.#device.add(value);
      return;
    }
    this.#value = reduce(this.#reduction, this.#value, value.dataSync()[0] ?? NaN);
  }

  reset(): void {
    this.#device.dispose();
    this.#value = neutral(this.#reduction);
  }

  pending(): readonly Pending[] {
    return this.#device.pending(([value = neutral(this.#reduction)]) => {
      this.#value = reduce(this.#reduction, this.#value, value);
    });
  }

  total(communicator: Communicator): MaybePromise<number> {
    const local = this.#local();
    if (communicator.size === 1) return local;
    return andThen(local, (value) =>
      andThen(communicator.allReduce(Float64Array.of(value), this.#reduction), (reduced) => reduced[0] ?? neutral(this.#reduction)),
    );
  }

  #local(): MaybePromise<number> {
    if (this.#device.isEmpty) return this.#value;
    // As it is now: another read may move what is on the device to the host while this one is under way.
    const host = this.#value;
    return andThen(this.#device.read(), (values) => reduce(this.#reduction, host, values[0] ?? neutral(this.#reduction)));
  }

  save(communicator: Communicator): MaybePromise<StateValue> {
    return this.total(communicator);
  }

  load(value: StateValue | undefined, communicator: Communicator, owner: string): () => void {
    if (typeof value !== 'number') throw new CheckpointError({ owner, expected: 'a number', got: value });
    return () => {
      this.reset();
      // The state holds the total of all ranks: one of them takes it over.
      if (communicator.rank === 0) this.#value = value;
    };
  }
}
