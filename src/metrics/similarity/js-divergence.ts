import * as tf from '@tensorflow/tfjs-core';
import type { LogitOptions } from './divergence';
import { Divergence } from './divergence';
import type { SoftmaxRow, SoftmaxTensors } from './softmax-row';

/** Options of `JSDivergence`. */
export type JSDivergenceOptions = LogitOptions;

/**
 * The mean Jensen-Shannon divergence between the predicted distributions `q` and the actual ones `p`: `(KL(p, m) + KL(q, m)) / 2` with
 * `m = (p + q) / 2`, between 0 and `log(2)`.
 *
 * Takes `[yPred, y]`, both logits of one shape `[batch, ..., classes]`, `[batch, classes, ...]` with `layout: 'NCHW'`, of any numeric
 * dtype: `q = softmax(yPred)`, `p = softmax(y)`. Each position counts.
 *
 * On tfjs-node, batches of 16384 float32 numbers or more are computed in single precision, and faster.
 *
 * Source: https://en.wikipedia.org/wiki/Jensen%E2%80%93Shannon_divergence
 *
 * @throws ShapeError from `update` for different shapes and for logits without a batch axis
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { JSDivergence } from 'tfjs-ignite/metrics';
 *
 * const divergence = new JSDivergence();
 * divergence.update([[[0, 0]], [[Math.log(3), 0]]]);
 * const value = await divergence.compute();
 * value.toFixed(4); // => '0.0338'
 * ```
 */
export class JSDivergence extends Divergence {
  constructor(options: JSDivergenceOptions = {}) {
    super('JSDivergence', options);
  }

  protected between(actual: SoftmaxRow, predicted: SoftmaxRow): number {
    const [logP, logQ] = [Math.log(actual.sum), Math.log(predicted.sum)];
    let total = 0;
    for (let label = 0; label < actual.length; label++) {
      const p = (actual.weights[label] ?? NaN) / actual.sum;
      const q = (predicted.weights[label] ?? NaN) / predicted.sum;
      // Where both have become 0 the middle has no logarithm, and adds nothing whatever it is.
      const middle = p + q === 0 ? 0 : Math.log((p + q) / 2);
      total -= p * ((actual.distances[label] ?? NaN) + logP + middle) + q * ((predicted.distances[label] ?? NaN) + logQ + middle);
    }
    return total / 2;
  }

  protected sumBetween(actual: SoftmaxTensors, predicted: SoftmaxTensors, axis: number): tf.Tensor {
    const [p, q] = [tf.div(actual.weights, actual.sum), tf.div(predicted.weights, predicted.sum)];
    // log(q / p), of the logarithms: p and q become 0 long before those do.
    const ratio = tf.add(tf.sub(predicted.shifted, actual.shifted), tf.log(tf.div(actual.sum, predicted.sum)));
    // With s = log(1 + q / p), p log(p / m) is p (log(2) - s), and q log(q / m) is q (log(2) - s + log(q / p)).
    const less = tf.sum(tf.sub(tf.mul(tf.add(p, q), logOfOnePlusExp(ratio)), tf.mul(q, ratio)), axis);
    return tf.sum(tf.sub(Math.LN2, tf.div(less, 2)));
  }
}

/** As `tf.softplus`, which takes TensorFlow three times as long. */
function logOfOnePlusExp(values: tf.Tensor): tf.Tensor {
  return tf.add(tf.relu(values), tf.log1p(tf.exp(tf.neg(tf.abs(values)))));
}
