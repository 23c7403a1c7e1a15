import * as tf from '@tensorflow/tfjs-core';
import type { Reduction } from '../../distributed';
import { readArray } from '../../tensor';
import type { MaybePromise } from '../../internal';
import { andThen } from '../../internal';
import type { Pending } from './accumulator';

/**
 * A running sum, maximum or minimum that stays on the device until it is read.
 *
 * Devices have no doubles, and a float32 no longer counts by ones from 2^24 on: a sum is kept in two words, of which the second collects what
 * rounding cuts off the first (Knuth's TwoSum), which gives about 48 bits.
 */
export class DeviceTotal {
  readonly #reduction: Reduction;
  #high: tf.Tensor | undefined;
  #low: tf.Tensor | undefined;

  constructor(reduction: Reduction) {
    this.#reduction = reduction;
  }

  get isEmpty(): boolean {
    return this.#high === undefined;
  }

  get shape(): readonly number[] {
    return this.#high?.shape ?? [];
  }

  /** Takes in a tensor of the same shape as those before; it stays the caller's. */
  add(values: tf.Tensor): void {
    const before = this.#high;
    if (before === undefined) {
      this.#high = tf.keep(tf.tidy(() => tf.clone(tf.cast(values, 'float32'))));
      if (this.#reduction === 'sum') this.#low = tf.keep(tf.zerosLike(this.#high));
      return;
    }
    const [high, low] = tf.tidy(() => this.#combine(before, tf.cast(values, 'float32')));
    this.dispose();
    this.#high = tf.keep(high);
    if (low !== undefined) this.#low = tf.keep(low);
  }

  #combine(high: tf.Tensor, values: tf.Tensor): [tf.Tensor, tf.Tensor | undefined] {
    if (this.#reduction === 'max') return [tf.maximum(high, values), undefined];
    if (this.#reduction === 'min') return [tf.minimum(high, values), undefined];
    const sum = tf.add(high, values);
    const taken = tf.sub(sum, high);
    const lost = tf.add(tf.sub(high, tf.sub(sum, taken)), tf.sub(values, taken));
    // An infinite sum has lost nothing: the differences of infinities would make it NaN.
    const found = tf.where(tf.isFinite(sum), lost, tf.zerosLike(lost));
    return [sum, this.#low === undefined ? found : tf.add(this.#low, found)];
  }

  /** The total in doubles, through one read. */
  read(): MaybePromise<Float64Array> {
    if (this.#high === undefined) return new Float64Array();
    const words = this.#words(this.#high);
    const low = this.#low !== undefined;
    return andThen(readArray(words), (values) => {
      words.dispose();
      return joined(values, low);
    });
  }

  /** The total, to be read along with others; `take` gets it when nothing has changed by then, and this total starts over. */
  pending(take: (total: Float64Array, shape: readonly number[]) => void): Pending[] {
    const high = this.#high;
    if (high === undefined) return [];
    const low = this.#low !== undefined;
    return [
      {
        words: this.#words(high),
        land: (values) => {
          if (this.#high !== high) return;
          const { shape } = high;
          this.dispose();
          take(joined(values, low), shape);
        },
      },
    ];
  }

  #words(high: tf.Tensor): tf.Tensor {
    const low = this.#low;
    const words = tf.tidy(() => (low === undefined ? tf.reshape(tf.clone(high), [-1]) : tf.concat([tf.reshape(high, [-1]), tf.reshape(low, [-1])])));
    return tf.keep(words);
  }

  dispose(): void {
    this.#high?.dispose();
    this.#low?.dispose();
    this.#high = undefined;
    this.#low = undefined;
  }
}

function joined(words: ArrayLike<number>, low: boolean): Float64Array {
  const size = low ? words.length / 2 : words.length;
  return Float64Array.from({ length: size }, (_, index) => Number(words[index]) + (low ? Number(words[size + index]) : 0));
}
