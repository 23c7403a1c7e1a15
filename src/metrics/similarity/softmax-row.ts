import * as tf from '@tensorflow/tfjs-core';
import { asFloats } from '../numbers';
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

/** What probabilities along an axis are made of, `weights / sum`; their logarithms are `shifted - log(sum)`. */
export interface SoftmaxTensors {
  /** The logits less the largest of their row. */
  readonly shifted: tf.Tensor;
  readonly weights: tf.Tensor;
  /** Of the weights, with 1 for the length of the axis. */
  readonly sum: tf.Tensor;
}

/** The parts of a softmax, of which little more than sums over rows is left to compute: operations on all logits are what takes time. */
export function softmaxTensors(logits: tf.Tensor, axis: number): SoftmaxTensors {
  const floats = asFloats(logits);
  const shifted = tf.sub(floats, tf.max(floats, axis, true));
  const weights = tf.exp(shifted);
  return { shifted, weights, sum: tf.sum(weights, axis, true) };
}

/** The logarithms of the probabilities along an axis, which need not be the last. */
export function logSoftmaxOf(logits: tf.Tensor, axis: number): tf.Tensor {
  const floats = tf.cast(logits, 'float32');
  const shifted = tf.sub(floats, tf.max(floats, axis, true));
  return tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), axis, true)));
}
