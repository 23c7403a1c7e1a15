import * as tf from '@tensorflow/tfjs-core';
import type { LogitOptions } from './divergence';
import { Divergence } from './divergence';
import type { SoftmaxRow } from './softmax-row';

/** Options of `JSDivergence`. */
export type JSDivergenceOptions = LogitOptions;

/**
 * The mean Jensen-Shannon divergence between the predicted distributions `q` and the actual ones `p`: `(KL(p, m) + KL(q, m)) / 2` with
 * `m = (p + q) / 2`, between 0 and `log(2)`.
 *
 * Takes `[yPred, y]`, both logits of one shape `[batch, ..., classes]`, `[batch, classes, ...]` with `layout: 'NCHW'`, of any numeric
 * dtype: `q = softmax(yPred)`, `p = softmax(y)`. Each position counts.
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

  protected sumBetween(actual: tf.Tensor, predicted: tf.Tensor): tf.Tensor {
    // log((p + q) / 2), of the logarithms: p and q become 0 long before those do.
    const middle = tf.add(tf.maximum(actual, predicted), tf.log1p(tf.exp(tf.neg(tf.abs(tf.sub(actual, predicted))))));
    const shifted = tf.sub(middle, Math.LN2);
    const from = (log: tf.Tensor): tf.Tensor => tf.sum(tf.mul(tf.exp(log), tf.sub(log, shifted)));
    return tf.div(tf.add(from(actual), from(predicted)), 2);
  }
}
