import type * as tf from '@tensorflow/tfjs-core';
import { DataError, OptionError } from '../errors';
import type { LayersModelLike, Model } from '../optim';
import { isLayersModel, isTrainable } from '../optim';
import { isTensor } from '../tensor';
import type { Mode } from './batch';

/** Calls a model. */
export type ModelFunction<X, Raw> = (model: Model, x: X, mode: Mode) => Raw;

/**
 * How a model is called when nothing is said: a layers model by `apply`, with inputs by name put in its order; any other by `forward`.
 *
 * @throws OptionError when the value is no model
 */
export function defaultModelFunction(owner: string, model: Model): ModelFunction<unknown, unknown> {
  if (isLayersModel(model)) return (_, x, { training }) => model.apply(inOrder(owner, model, x), training ? TRAINING : EVALUATING);
  if (isTrainable(model)) return (_, x, mode) => model.forward(x as tf.Tensor, mode); // a hand-written model knows what it is fed
  throw new OptionError({ owner: `${owner}.model`, expected: 'a tf.LayersModel, or an object with forward, parameters and buffers', got: model });
}

// `apply` adds a key to its options when it is called for the first time; one object each spares a new one per batch.
const TRAINING = { training: true };
const EVALUATING = { training: false };

function inOrder(owner: string, model: LayersModelLike, x: unknown): tf.Tensor | tf.Tensor[] {
  if (isTensor(x) || Array.isArray(x)) return x as tf.Tensor | tf.Tensor[];
  const named = (typeof x === 'object' && x !== null ? x : {}) as Record<string, unknown>;
  return model.inputNames.map((name) => {
    const input = named[name];
    if (isTensor(input)) return input;
    throw new DataError({ owner: `${owner}.batch`, expected: `a tensor for the model's input ${name}`, got: x });
  });
}
