import { OptionError } from '../errors';
import type { WeightRole } from './layer-weights';
import { layerWeights } from './layer-weights';
import type { Model, NamedParameter } from './model';
import { isLayersModel, isTrainable } from './model';

/**
 * The parameters of a model that training changes, frozen ones left out.
 *
 * A layers model's parameter is named `<layer>/<weight>`: `conv1/kernel`, or `layers.3/kernel` where the layer was given no name.
 *
 * @throws OptionError when the value is no model, or two parameters have the same name
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { optim } from 'tfjs-ignite';
 *
 * const model = tf.sequential({ layers: [tf.layers.dense({ name: 'head', units: 2, inputShape: [3] })] });
 * optim.parametersOf(model).map((parameter) => parameter.name); // => [ 'head/kernel', 'head/bias' ]
 * ```
 */
export function parametersOf(model: Model): NamedParameter[] {
  if (isLayersModel(model)) return withRole(model, ['trainable']);
  return checked(model).parameters().filter((parameter) => parameter.variable.trainable);
}

/** The variables of a model that are part of its state and never get gradients, such as BatchNorm's running statistics. */
export function buffersOf(model: Model): NamedParameter[] {
  return isLayersModel(model) ? withRole(model, ['buffer']) : checked(model).buffers();
}

/** Every variable of a model: trainable, frozen and buffers, in the model's order (of a hand-written model: parameters first). */
export function weightsOf(model: Model): NamedParameter[] {
  if (isLayersModel(model)) return withRole(model, ['trainable', 'frozen', 'buffer']);
  const weights = [...checked(model).parameters(), ...model.buffers()];
  checkNames('model', weights);
  return weights;
}

/** Refuses two parameters of one name, or one variable under two names. */
export function checkNames(owner: string, parameters: readonly NamedParameter[]): void {
  const names = new Set<string>();
  const variables = new Set<unknown>();
  for (const { name, variable } of parameters) {
    if (names.has(name)) throw new OptionError({ owner, expected: 'parameters with different names', got: name });
    if (variables.has(variable)) throw new OptionError({ owner, expected: 'each variable once, and it comes again', got: name });
    names.add(name);
    variables.add(variable);
  }
}

function withRole(model: Parameters<typeof layerWeights>[0], roles: readonly WeightRole[]): NamedParameter[] {
  return layerWeights(model).filter((weight) => roles.includes(weight.role)).map(({ name, variable }) => ({ name, variable }));
}

function checked(model: Model): Extract<Model, { forward: unknown }> {
  if (isTrainable(model)) return model;
  throw new OptionError({
    owner: 'model',
    expected: 'a tf.LayersModel, or an object with forward(x, { training }), parameters() and buffers()',
    got: model,
  });
}
