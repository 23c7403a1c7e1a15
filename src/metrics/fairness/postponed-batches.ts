import * as tf from '@tensorflow/tfjs-core';
import type { StateValue } from '../../contracts';
import type { Communicator } from '../../distributed';
import { CheckpointError } from '../../errors';
import type { MaybePromise } from '../../internal';
import { andThen, inTurn } from '../../internal';
import type { Accumulator, Pending } from '../accumulators';
import { land } from '../accumulators';
import type { HostLabels } from './group-labels';
import { releasing } from './releasing';

/** A batch on the device whose rows cannot be told apart before its labels are read. */
interface Batch {
  readonly yPred: tf.Tensor;
  readonly y: tf.Tensor;
  readonly labels: tf.Tensor;
}

interface LabelledBatch extends Batch {
  readonly read: HostLabels;
}

/**
 * Keeps batches on the device until somebody asks for a total: then their labels are read, all at once, and the batches are handed on.
 *
 * Declare it before the accumulators that it hands batches on to, which then have them when their own totals are taken.
 */
export class PostponedBatches implements Accumulator<null> {
  readonly #handOn: (yPred: tf.Tensor, y: tf.Tensor, labels: HostLabels) => MaybePromise<void>;
  #waiting: Batch[] = [];
  #labelled: LabelledBatch[] = [];

  constructor(handOn: (yPred: tf.Tensor, y: tf.Tensor, labels: HostLabels) => MaybePromise<void>) {
    this.#handOn = handOn;
  }

  /** Keeps tensors, which stay the caller's. */
  add(yPred: tf.Tensor, y: tf.Tensor, labels: tf.Tensor): void {
    const keep = (tensor: tf.Tensor): tf.Tensor => tf.keep(tf.clone(tensor));
    this.#waiting.push({ yPred: keep(yPred), y: keep(y), labels: keep(labels) });
  }

  reset(): void {
    for (const batch of [...this.#waiting, ...this.#labelled]) release(batch);
    this.#waiting = [];
    this.#labelled = [];
  }

  pending(): readonly Pending[] {
    const waiting = this.#waiting;
    const count = waiting.length;
    if (count === 0) return [];
    const words = tf.tidy(() => tf.concat(waiting.map(({ labels }) => tf.cast(labels, 'float32'))));
    return [
      {
        words: tf.keep(words),
        land: (values) => {
          // A reset while the read was under way has given the batches up, another read has labelled them.
          if (waiting !== this.#waiting) return;
          this.#waiting = waiting.slice(count);
          let start = 0;
          for (const batch of waiting.slice(0, count)) {
            const end = start + batch.labels.size;
            const labels = Float32Array.from({ length: end - start }, (_, row) => values[start + row] ?? NaN);
            this.#labelled.push({ ...batch, read: { values: labels, isFloat32: true } });
            start = end;
          }
        },
      },
    ];
  }

  total(): MaybePromise<null> {
    return andThen(land(this.pending()), () => {
      const labelled = this.#labelled;
      this.#labelled = [];
      const handOn = (): MaybePromise<void> => inTurn(labelled, ({ yPred, y, read }) => this.#handOn(yPred, y, read));
      return andThen(releasing(handOn, () => labelled.forEach(release)), () => null);
    });
  }

  /** Nothing is left to save: the others have it all. */
  save(): MaybePromise<StateValue> {
    return this.total();
  }

  load(value: StateValue | undefined, _communicator: Communicator, owner: string): () => void {
    if (value !== null) throw new CheckpointError({ owner, expected: 'null', got: value });
    return () => this.reset();
  }
}

function release({ yPred, y, labels }: Batch): void {
  tf.dispose([yPred, y, labels]);
}
