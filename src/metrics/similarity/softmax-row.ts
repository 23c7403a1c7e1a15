import * as tf from '@tensorflow/tfjs-core';
import { expOfMinus } from './exponential';

/**
 * The probabilities of one row of logits, `exp(logit - largest) / sum`, whose logarithm is `-distances[c] - log(sum)`.
 *
 * Nothing overflows, and the logarithm is of no number that has become 0. Made once and filled again and again.
 */
export class SoftmaxRow {
  /** How far each logit is below the largest. */
  readonly distances: Float64Array;
  /** The probabilities before they are divided by `sum`. */
  readonly weights: Float64Array;
  sum = NaN;

  constructor(readonly length: number) {
    this.distances = new Float64Array(length);
    this.weights = new Float64Array(length);
  }

  /** Takes the logits `logits[start]`, `logits[start + step]`, ... */
  fill(logits: ArrayLike<number>, start: number, step: number): void {
    const { length, distances, weights } = this;
    let largest = -Infinity;
    for (let label = 0, at = start; label < length; label++, at += step) {
      const logit = logits[at] ?? NaN;
      if (logit > largest) largest = logit;
    }
    let sum = 0;
    for (let label = 0, at = start; label < length; label++, at += step) {
      const distance = largest - (logits[at] ?? NaN);
      const weight = expOfMinus(distance);
      distances[label] = distance;
      weights[label] = weight;
      sum += weight;
    }
    this.sum = sum;
  }
}

/** The logarithms of the probabilities along an axis, which need not be the last. */
export function logSoftmaxOf(logits: tf.Tensor, axis: number): tf.Tensor {
  const floats = tf.cast(logits, 'float32');
  const shifted = tf.sub(floats, tf.max(floats, axis, true));
  return tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), axis, true)));
}
