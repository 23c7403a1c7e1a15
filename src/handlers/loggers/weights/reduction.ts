import * as tf from '@tensorflow/tfjs-core';
import { OptionError } from '../../../errors';
import { isTensor } from '../../../tensor';

/** Makes one number of a float32 tensor; called inside a `tf.tidy`. */
export type Reduction = (tensor: tf.Tensor) => tf.Tensor;

/** A reduction and what it is called in keys. */
export interface NamedReduction {
  readonly name: string;
  readonly reduce: Reduction;
}

/**
 * A reduction with its name: `norm`, the L2 norm, where none is given, else the function's.
 *
 * @throws OptionError when it gives something else than a tensor of one element
 */
export function namedReduction(owner: string, reduction: Reduction | undefined): NamedReduction {
  // Its own name would not survive a minifier.
  if (reduction === undefined) return { name: 'norm', reduce: l2Norm };
  tf.tidy(() => {
    const tried: unknown = reduction(tf.ones([4, 2]));
    if (isTensor(tried) && tried.size === 1) return;
    throw new OptionError({ owner: `${owner}.reduction`, expected: 'a function that makes a tensor of one element of a tensor', got: tried });
  });
  // Functions of TensorFlow.js are called `max__op`.
  return { name: reduction.name.replace(/__op$/, '') || 'reduction', reduce: reduction };
}

function l2Norm(tensor: tf.Tensor): tf.Tensor {
  return tf.sqrt(tf.sum(tf.square(tensor)));
}
