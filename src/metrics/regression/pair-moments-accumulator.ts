import * as tf from '@tensorflow/tfjs-core';
import type { StateValue } from '../../contracts';
import type { Communicator } from '../../distributed';
import { CheckpointError } from '../../errors';
import type { MaybePromise } from '../../internal';
import { andThen, isHostTensor } from '../../internal';
import type { Accumulator, Pending } from '../accumulators';
import { DeviceTotal } from '../accumulators/device-total';
import type { PairMoments, PairSums } from './pair-moments';
import { merged, momentsOf, noPairs, sumsOf } from './pair-moments';

/** Gathers the moments of pairs of a prediction and a target, about a pivot of their own where they are added up: on the host, on the device, on each rank. */
export class PairMomentsAccumulator implements Accumulator<PairMoments> {
  #host: PairSums = noPairs;
  /** Pivots, then sums: the pivots are added once. */
  readonly #device = new DeviceTotal('sum');
  #pivots: readonly [tf.Tensor, tf.Tensor] | undefined;
  #onDevice = 0;

  /** Takes in pairs in plain memory. */
  add(yPred: ArrayLike<number>, y: ArrayLike<number>): void {
    if (y.length > 0) this.#host = merged(this.#host, sumsOf(yPred, y, this.#host));
  }

  /** Takes in float32 vectors without reading them; they stay the caller's. */
  addOnDevice(yPred: tf.Tensor, y: tf.Tensor): void {
    if (y.size === 0) return;
    tf.tidy(() => {
      const isFirst = this.#pivots === undefined;
      this.#pivots ??= [tf.keep(tf.slice(yPred, [0], [1])), tf.keep(tf.slice(y, [0], [1]))];
      const [p, q] = [tf.sub(yPred, this.#pivots[0]), tf.sub(y, this.#pivots[1])];
      const sums = tf.sum(tf.stack([p, q, tf.square(p), tf.square(q), tf.mul(p, q)]), 1);
      this.#device.add(tf.concat([...(isFirst ? this.#pivots : [tf.zeros([2])]), sums]));
    });
    this.#onDevice += y.size;
  }

  reset(): void {
    this.#host = noPairs;
    this.#device.dispose();
    this.#forgetDevice();
  }

  #forgetDevice(): void {
    this.#pivots?.forEach((pivot) => pivot.dispose());
    this.#pivots = undefined;
    this.#onDevice = 0;
  }

  pending(): readonly Pending[] {
    return this.#device.pending((values) => {
      this.#host = merged(this.#host, unpacked([this.#onDevice, ...values]));
      this.#forgetDevice();
    });
  }

  total(communicator: Communicator): MaybePromise<PairMoments> {
    return andThen(this.#overRanks(communicator), momentsOf);
  }

  #overRanks(communicator: Communicator): MaybePromise<PairSums> {
    const local = this.#local();
    if (communicator.size === 1) return local;
    return andThen(local, (sums) => andThen(communicator.allGather(packed(sums)), (all) => all.map(unpacked).reduce(merged)));
  }

  #local(): MaybePromise<PairSums> {
    if (this.#device.isEmpty) return this.#host;
    // As they are now: another compute may move what is on the device to the host during the read.
    const [host, count] = [this.#host, this.#onDevice];
    return andThen(this.#device.read(), (values) => merged(host, unpacked([count, ...values])));
  }

  save(communicator: Communicator): MaybePromise<StateValue> {
    return andThen(this.#overRanks(communicator), (sums) => ({ dtype: 'float64' as const, shape: [8], data: packed(sums) }));
  }

  load(value: StateValue | undefined, communicator: Communicator, owner: string): () => void {
    if (!(isHostTensor(value) && value.dtype === 'float64' && value.data.length === 8)) {
      throw new CheckpointError({ owner, expected: 'a float64 tensor of 8 numbers', got: value });
    }
    const sums = unpacked(Float64Array.from(value.data, Number));
    return () => {
      this.reset();
      // The state holds the sums of all ranks: one of them takes them over.
      if (communicator.rank === 0) this.#host = sums;
    };
  }
}

function packed({ count, pivotP, pivotY, p, y, pp, yy, py }: PairSums): Float64Array {
  return Float64Array.of(count, pivotP, pivotY, p, y, pp, yy, py);
}

function unpacked([count = 0, pivotP = 0, pivotY = 0, p = 0, y = 0, pp = 0, yy = 0, py = 0]: Iterable<number>): PairSums {
  return { count, pivotP, pivotY, p, y, pp, yy, py };
}
