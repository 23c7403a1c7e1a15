import type { LayersModel, LayerVariable, SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { layers } from '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { StateError } from '../errors';

/** A stock or custom layer of TensorFlow.js. */
export type Layer = layers.Layer;

/** A model, or some of its layers. */
export type LayersOrModel = LayersModel | readonly Layer[];

/** All layers that are not models themselves, in order; layers of nested models included. */
export function leafLayers(target: LayersOrModel): Layer[] {
  const list: readonly Layer[] = 'layers' in target ? target.layers : target;
  return list.flatMap((layer) => ('layers' in layer && Array.isArray(layer.layers) ? leafLayers(layer.layers as Layer[]) : [layer]));
}

/** The layers that are batch normalisations. */
export function batchNormalizations(target: LayersOrModel): Layer[] {
  return leafLayers(target).filter((layer) => layer.getClassName() === 'BatchNormalization');
}

/** The variables of a layer by their name within it: `kernel`, `bias`, `moving_mean`. */
export function variablesOf(layer: Layer): Map<string, LayerVariable> {
  return new Map(layer.weights.map((variable) => [variable.originalName.slice(variable.originalName.lastIndexOf('/') + 1), variable]));
}

/** One variable of a layer; an error when the layer has none of that name. */
export function variableOf(layer: Layer, name: string): LayerVariable {
  const variable = variablesOf(layer).get(name);
  if (variable === undefined) {
    throw new StateError({ owner: layer.name, expected: `a built layer with a weight called ${name}`, got: [...variablesOf(layer).keys()] });
  }
  return variable;
}

/** Overwrites a variable with values from the host, in the layout of TensorFlow.js. */
export function writeVariable(variable: LayerVariable, values: Float32Array): void {
  const tensor = tf.tensor(values, definedShape(variable), 'float32');
  variable.write(tensor);
  tensor.dispose();
}

/** The shape of a variable, which has no open dimensions. */
export function definedShape(variable: LayerVariable): number[] {
  return variable.shape.map((size) => size ?? 0);
}

/** Connects a layer to symbolic inputs. */
export function connect(layer: Layer, input: SymbolicTensor | SymbolicTensor[]): SymbolicTensor {
  // The declared result is a union over eager and symbolic use, of one and of many outputs; here it is one symbolic tensor.
  return layer.apply(input) as SymbolicTensor;
}
