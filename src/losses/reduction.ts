import * as tf from '@tensorflow/tfjs-core';
import { OptionError } from '../errors';

/** What is made of the losses of all elements: their mean, their sum, or nothing. */
export type Reduction = 'mean' | 'sum' | 'none';

/** The option that every loss has. */
export interface ReductionOptions {
  /** `'none'` keeps one loss per element (per example for `crossEntropy` and `nll`). @default 'mean' */
  readonly reduction?: Reduction | undefined;
}

/** What `tf.customGrad` hands over behind the inputs, whose declared type counts it as a tensor. */
export type SaveTensors = (tensors: tf.Tensor[]) => void;

/** Reduces the losses of all elements. */
export function reduce(owner: string, losses: tf.Tensor, reduction: Reduction = 'mean'): tf.Tensor {
  switch (reduction) {
    case 'mean':
      return tf.mean(losses);
    case 'sum':
      return tf.sum(losses);
    case 'none':
      return losses;
    default:
      throw badReduction(owner, reduction);
  }
}

/** The error for a reduction that is none. */
export function badReduction(owner: string, reduction: never): OptionError {
  return new OptionError({ owner: `${owner}.reduction`, expected: "one of 'mean', 'sum', 'none'", got: reduction });
}

/** Refuses options that a loss does not have. Losses are called with every batch, so a schema would cost too much. */
export function checkOptionNames(owner: string, options: object, names: readonly string[]): void {
  for (const name in options) {
    if (names.includes(name)) continue;
    throw new OptionError({ owner, expected: `only options that it has (${names.join(', ')})`, got: name, mend: 'Check the spelling, or remove it.' });
  }
}

/** Refuses a number that is negative (or 0, where `positive`), infinite or no number. */
export function checkNumber(owner: string, value: number, positive = false): void {
  if ((positive ? value > 0 : value >= 0) && value < Infinity) return;
  throw new OptionError({ owner, expected: `a finite number ${positive ? 'above' : 'of at least'} 0`, got: value });
}

/** Weights as a tensor: the caller's own, or a new one from numbers (disposed by the `tf.tidy` around the loss). */
export function weightTensor(weight: tf.Tensor | readonly number[]): tf.Tensor {
  return Array.isArray(weight) ? tf.tensor1d([...(weight as readonly number[])], 'float32') : (weight as tf.Tensor);
}
