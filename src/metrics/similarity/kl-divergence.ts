import * as tf from '@tensorflow/tfjs-core';
import type { LogitOptions } from './divergence';
import { Divergence } from './divergence';
import type { SoftmaxRow, SoftmaxTensors } from './softmax-row';

/** Options of `KLDivergence`. */
export type KLDivergenceOptions = LogitOptions;

/**
 * The mean Kullback-Leibler divergence of the predicted distributions `q` from the actual ones `p`: `sum(p * log(p / q))`.
 *
 * Takes `[yPred, y]`, both logits of one shape `[batch, ..., classes]`, `[batch, classes, ...]` with `layout: 'NCHW'`, of any numeric
 * dtype: `q = softmax(yPred)`, `p = softmax(y)`. Each position counts.
 *
 * On tfjs-node, batches of 16384 float32 numbers or more are computed in single precision, and faster.
 *
 * Source: https://en.wikipedia.org/wiki/Kullback%E2%80%93Leibler_divergence
 *
 * @throws ShapeError from `update` for different shapes and for logits without a batch axis
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { KLDivergence } from 'tfjs-ignite/metrics';
 *
 * const divergence = new KLDivergence();
 * divergence.update([[[0, 0]], [[Math.log(3), 0]]]);
 * const value = await divergence.compute();
 * value.toFixed(4); // => '0.1308'
 * ```
 */
export class KLDivergence extends Divergence {
  constructor(options: KLDivergenceOptions = {}) {
    super('KLDivergence', options);
  }

  protected between(actual: SoftmaxRow, predicted: SoftmaxRow): number {
    const { weights, distances, sum, length } = actual;
    const others = predicted.distances;
    let total = 0;
    for (let label = 0; label < length; label++) total += (weights[label] ?? NaN) * ((others[label] ?? NaN) - (distances[label] ?? NaN));
    return total / sum - Math.log(sum) + Math.log(predicted.sum);
  }

  protected sumBetween(actual: SoftmaxTensors, predicted: SoftmaxTensors, axis: number): tf.Tensor {
    const weighted = tf.sum(tf.mul(actual.weights, tf.sub(actual.shifted, predicted.shifted)), axis, true);
    return tf.sum(tf.add(tf.div(weighted, actual.sum), tf.log(tf.div(predicted.sum, actual.sum))));
  }
}
