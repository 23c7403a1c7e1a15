import * as tf from '@tensorflow/tfjs-core';
import { OptionError } from '../errors';

/** Gradients by parameter name. */
export type Gradients = ReadonlyMap<string, tf.Tensor>;

/**
 * Scales all gradients by one factor so that their norm, taken over all of them together, is at most `maxNorm`.
 *
 * `factor = min(1, maxNorm / (norm + 1e-6))`, as torch's `clip_grad_norm_`; nothing is read back from the device.
 *
 * @param maxNorm above 0
 * @param normType the p of the norm, above 0, default 2; `Infinity` takes the largest absolute value
 * @returns new tensors, the caller's: the scaled gradients and the norm before (a scalar)
 * @throws OptionError
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { optim } from 'tfjs-ignite';
 *
 * const gradients = new Map([['a', tf.tensor1d([3])], ['b', tf.tensor1d([4])]]);
 * const clipped = optim.clipGradNorm(gradients, 10);
 * clipped.norm.dataSync()[0]; // => 5
 * ```
 */
export function clipGradNorm(gradients: Gradients, maxNorm: number, normType = 2): { gradients: Map<string, tf.Tensor>; norm: tf.Scalar } {
  checkPositive('clipGradNorm.maxNorm', maxNorm);
  checkPositive('clipGradNorm.normType', normType, Infinity);
  const [norm, scaled] = tf.tidy((): [tf.Scalar, tf.Tensor[]] => {
    const total = totalNorm([...gradients.values()], normType);
    const factor = tf.minimum(tf.div(maxNorm, tf.add(total, 1e-6)), 1);
    return [total, [...gradients.values()].map((gradient) => tf.mul(gradient, factor))];
  });
  const names = [...gradients.keys()];
  return { gradients: new Map(scaled.map((gradient, index) => [names[index] ?? '', gradient])), norm };
}

/**
 * Limits every element of every gradient to `[-clipValue, clipValue]`, as torch's `clip_grad_value_`.
 *
 * @param clipValue above 0
 * @returns new tensors, the caller's
 * @throws OptionError
 */
export function clipGradValue(gradients: Gradients, clipValue: number): Map<string, tf.Tensor> {
  checkPositive('clipGradValue.clipValue', clipValue);
  const clipped = new Map<string, tf.Tensor>();
  for (const [name, gradient] of gradients) clipped.set(name, tf.clipByValue(gradient, -clipValue, clipValue));
  return clipped;
}

function totalNorm(gradients: readonly tf.Tensor[], p: number): tf.Scalar {
  if (gradients.length === 0) return tf.scalar(0);
  if (p === Infinity) return tf.max(tf.stack(gradients.map((gradient) => tf.max(tf.abs(gradient)))));
  if (p === 2) return tf.sqrt(sum(gradients.map((gradient) => tf.sum(tf.square(gradient)))));
  return tf.pow(sum(gradients.map((gradient) => tf.sum(tf.pow(tf.abs(gradient), p)))), 1 / p);
}

function sum(scalars: readonly tf.Tensor[]): tf.Scalar {
  return tf.sum(tf.stack([...scalars]));
}

function checkPositive(owner: string, value: number, limit = Number.MAX_VALUE): void {
  if (value > 0 && value <= limit) return;
  throw new OptionError({ owner, expected: 'a number above 0', got: value });
}
