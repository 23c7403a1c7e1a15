import type * as tf from '@tensorflow/tfjs-core';
import { OptionError } from '../errors';
import { isVariable } from '../tensor';
import type { LayerLike, LayersModelLike, LayerWeightLike, NamedParameter } from './model';

/** What a weight is to training: it has gradients, would have them if its layer were not frozen, or never has. */
export type WeightRole = 'trainable' | 'frozen' | 'buffer';

/** A weight of a layers model under its stable name. */
export interface LayerWeight extends NamedParameter {
  readonly role: WeightRole;
}

/**
 * All weights of a layers model, each once, under names that do not depend on what else the process has built:
 * `<layer>/<weight>`, with the layers of nested models before it, and the position (`layers.3`) of a layer whose name TensorFlow.js made up.
 *
 * @throws OptionError when two weights would have the same name
 */
export function layerWeights(model: LayersModelLike): LayerWeight[] {
  const weights: LayerWeight[] = [];
  const seen = new Set<tf.Variable>();
  walk(model, '', model.trainable, (weight) => {
    if (seen.has(weight.variable)) return;
    seen.add(weight.variable);
    weights.push(weight);
  });
  const names = new Set<string>();
  for (const { name } of weights) {
    if (names.has(name)) {
      throw new OptionError({ owner: 'model', expected: 'weights with different names', got: name, mend: 'Give its layers names of their own.' });
    }
    names.add(name);
  }
  return weights;
}

function walk(model: { readonly layers: readonly LayerLike[] }, prefix: string, trainable: boolean, see: (weight: LayerWeight) => void): void {
  for (const [position, layer] of model.layers.entries()) {
    const path = `${prefix}${hasAutomaticName(layer) ? `layers.${position}` : layer.name}/`;
    const layerTrainable = trainable && layer.trainable;
    if (layer.layers !== undefined) {
      walk({ layers: layer.layers }, path, layerTrainable, see);
      continue;
    }
    const used = new Set<string>();
    for (const weight of layer.weights) {
      see({ name: `${path}${weightName(layer, weight, used)}`, variable: variableOf(weight), role: roleOf(layer, weight, layerTrainable) });
    }
  }
}

/** `dense_Dense3`, `sequential_2`, `model1`: the class and a number that counts on through the life of the process. */
function hasAutomaticName(layer: LayerLike): boolean {
  const className = layer.getClassName();
  const stem = layer.layers === undefined ? `${snakeCase(className)}_${className}` : layer.name.startsWith('sequential_') ? 'sequential_' : className.toLowerCase();
  return layer.name.startsWith(stem) && /^\d+$/.test(layer.name.slice(stem.length));
}

/** The weight's name within its layer, without the counters of inner layers (`forward_lstm_LSTM1/kernel`). */
function weightName(layer: LayerLike, weight: LayerWeightLike, used: Set<string>): string {
  const { originalName } = weight;
  const at = originalName.lastIndexOf(`${layer.name}/`);
  const local = at < 0 ? (originalName.split('/').pop() ?? originalName) : originalName.slice(at + layer.name.length + 1);
  const stable = local.split('/').map((part) => part.replace(/_[A-Z][A-Za-z0-9]*\d+$/, '')).join('/');
  let name = stable;
  for (let count = 2; used.has(name); count++) name = `${stable}_${count}`;
  used.add(name);
  return name;
}

function roleOf(layer: LayerLike, weight: LayerWeightLike, layerTrainable: boolean): WeightRole {
  if (buffersIn(layer).includes(weight)) return 'buffer';
  return layerTrainable && layer.trainableWeights.includes(weight) ? 'trainable' : 'frozen';
}

/**
 * The weights that a layer, or one inside of a wrapper, never trains. While a layer is frozen its public lists mix them with the
 * others, so the private one is read.
 */
function buffersIn(layer: object): unknown[] {
  const { _nonTrainableWeights: own, layer: inner, forwardLayer, backwardLayer } = layer as Record<string, unknown>;
  const wrapped = [inner, forwardLayer, backwardLayer].filter((value) => typeof value === 'object' && value !== null);
  return [...(Array.isArray(own) ? (own as unknown[]) : []), ...wrapped.flatMap(buffersIn)];
}

function variableOf(weight: LayerWeightLike): tf.Variable {
  const value = weight.read();
  if (isVariable(value)) return value;
  throw new OptionError({ owner: 'model', expected: `the weight ${weight.originalName} to be a variable`, got: value });
}

/** TensorFlow.js's own rule, from which automatic names are made. */
function snakeCase(className: string): string {
  return className
    .replace(/(.)([A-Z][a-z0-9]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/^_/, 'private_');
}
