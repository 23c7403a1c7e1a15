import * as tf from '@tensorflow/tfjs-core';
import type { MaybePromise } from '../../internal';
import { andThen, parseOptions } from '../../internal';
import type { Accumulator, ArrayAccumulator, ScalarAccumulator } from '../accumulators';
import { Metric } from '../metric';
import type { AxisLayout } from '../metric-options';
import type { ArrayInput } from '../numbers';
import { asTensor, isFasterOnDevice, readNumbers } from '../numbers';
import { predictionAndTarget } from '../output';
import type { LogitOptions } from './divergence';
import { logitSchema } from './divergence';
import type { Rows } from './rows';
import { classRows } from './rows';
import { SoftmaxRow, softmaxTensors } from './softmax-row';

/** What the entropies of predictions come to. */
export type EntropyState = {
  readonly [name: string]: Accumulator<unknown>;
  readonly entropies: ScalarAccumulator;
  readonly examples: ScalarAccumulator;
};

/** Base of `Entropy` and `MutualInformation`: adds up the entropies of predicted distributions, and perhaps the distributions. */
export abstract class PredictionEntropy<D extends EntropyState> extends Metric<number, readonly [yPred: ArrayInput, y?: unknown], D> {
  readonly #layout: AxisLayout;

  constructor(owner: string, options: LogitOptions) {
    const { layout, ...common } = parseOptions(owner, logitSchema, options);
    super({ owner, keys: predictionAndTarget }, common);
    this.#layout = layout;
  }

  /** Where the distributions are added up, if anywhere. */
  protected abstract marginal(): ArrayAccumulator | null;

  update([yPred]: readonly [yPred: ArrayInput, y?: unknown]): MaybePromise<void> {
    if (isFasterOnDevice(yPred)) {
      tf.tidy(() => this.#updateOnDevice(asTensor(yPred, `${this.owner}.yPred`)));
      return;
    }
    return andThen(readNumbers(yPred, `${this.owner}.yPred`), ({ shape, data }) => {
      const rows = classRows(this.owner, shape, this.#layout);
      const marginal = this.marginal();
      const probabilities = marginal === null ? null : new Float64Array(rows.length);
      const entropies = addEntropies(rows, data, probabilities);
      // First, as it refuses another number of classes.
      if (probabilities !== null) marginal?.add({ shape: [rows.length], data: probabilities }, this.owner);
      this.#take(rows, entropies);
    });
  }

  #updateOnDevice(yPred: tf.Tensor): void {
    const rows = classRows(this.owner, yPred.shape, this.#layout);
    const { shifted, weights, sum } = softmaxTensors(yPred, rows.axis);
    this.marginal()?.add(tf.sum(tf.reshape(tf.div(weights, sum), [rows.outer, rows.length, rows.inner]), [0, 2]), this.owner);
    const weighted = tf.sum(tf.mul(weights, shifted), rows.axis, true);
    this.#take(rows, tf.sum(tf.sub(tf.log(sum), tf.div(weighted, sum))));
  }

  #take({ outer, inner }: Rows, entropies: number | tf.Tensor): void {
    this.accumulators.entropies.add(entropies);
    this.accumulators.examples.add(outer * inner);
  }
}

function addEntropies({ outer, length, inner }: Rows, logits: ArrayLike<number>, probabilities: Float64Array | null): number {
  const row = new SoftmaxRow(length);
  const { weights, distances } = row;
  let total = 0;
  for (let position = 0; position < outer * inner; position++) {
    row.fill(logits, Math.floor(position / inner) * length * inner + (position % inner), inner);
    let weighted = 0;
    for (let label = 0; label < length; label++) weighted += (weights[label] ?? NaN) * (distances[label] ?? NaN);
    total += weighted / row.sum + Math.log(row.sum);
    if (probabilities === null) continue;
    const scale = 1 / row.sum;
    for (let label = 0; label < length; label++) probabilities[label] = (probabilities[label] ?? NaN) + (weights[label] ?? NaN) * scale;
  }
  return total;
}
