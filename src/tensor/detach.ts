import * as tf from '@tensorflow/tfjs-core';

/**
 * The same values, through which no gradient flows.
 *
 * Inside a function that is differentiated, whatever is computed from the result counts as a constant with respect to
 * `tensor`. Outside it is a clone. The result belongs to the caller (or to the `tf.tidy` around it).
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { detach } from 'tfjs-ignite';
 *
 * const slope = tf.grad((x) => tf.mul(x, detach(x)));
 * slope(tf.scalar(3)).dataSync()[0]; // => 3
 * ```
 */
export function detach<T extends tf.Tensor>(tensor: T): T {
  const stop = tf.customGrad((x) => ({ value: tf.clone(x as tf.Tensor), gradFunc: (dy) => tf.zerosLike(dy) }));
  return stop(tensor) as T; // a clone has the rank of its original
}
