import * as tf from '@tensorflow/tfjs-core';
import type { MaybePromise } from '../../internal';
import { andThen } from '../../internal';
import type { Declaration } from '../accumulators';
import { Metric } from '../metric';
import type { ParsedMetricOptions } from '../metric-options';
import type { ArrayInput } from '../numbers';
import { asTensor, isOnDevice, readAll } from '../numbers';
import { predictionAndTarget } from '../output';
import type { PairCheck } from './pair-inputs';

/** Base of the metrics that add up something over pairs of a prediction and a target, in plain memory or on the device. */
export abstract class PairMetric<D extends Declaration> extends Metric<number, readonly [ArrayInput, ArrayInput], D> {
  readonly #check: PairCheck;

  constructor(owner: string, check: PairCheck, options: ParsedMetricOptions) {
    super({ owner, keys: predictionAndTarget }, options);
    this.#check = check;
  }

  /** Takes in pairs of numbers; as many examples as targets in the first axis. */
  protected abstract take(yPred: ArrayLike<number>, y: ArrayLike<number>, examples: number): void;

  /** The same for float32 vectors on a device, without reading them. */
  protected abstract takeOnDevice(yPred: tf.Tensor, y: tf.Tensor, examples: number): void;

  update(output: readonly [ArrayInput, ArrayInput]): MaybePromise<void> {
    const [yPred, y] = output;
    const { owner } = this;
    if (isOnDevice(yPred, y)) {
      tf.tidy(() => {
        const [predictions, targets] = [asTensor(yPred, `${owner}.yPred`), asTensor(y, `${owner}.y`)];
        this.#check(owner, predictions, targets);
        this.takeOnDevice(flat(predictions), flat(targets), targets.shape[0]);
      });
      return;
    }
    return andThen(readAll([yPred, y], owner), ([predictions, targets]) => {
      this.#check(owner, predictions, targets);
      this.take(predictions.data, targets.data, targets.shape[0] ?? 0);
    });
  }
}

function flat(tensor: tf.Tensor): tf.Tensor {
  return tf.reshape(tf.cast(tensor, 'float32'), [-1]);
}
