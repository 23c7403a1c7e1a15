import type * as tf from '@tensorflow/tfjs-core';

/** A parameter or buffer of a model: a variable and the name that checkpoints, slots and gradients know it by. */
export interface NamedParameter {
  /** Unique within the model and the same in every process that builds the model in the same way. */
  readonly name: string;
  readonly variable: tf.Variable;
}

/** A model written by hand: whatever maps a batch to predictions and says which variables it has. */
export interface Trainable {
  /** The predictions for a batch. Runs inside a `tf.tidy`. */
  forward(x: tf.Tensor, options: { training: boolean }): tf.Tensor;
  /** The variables that training changes; one whose `trainable` is false is frozen. */
  parameters(): NamedParameter[];
  /** Variables that belong to the model's state and get no gradients, such as running statistics. */
  buffers(): NamedParameter[];
}

/** What is used of a weight of a layer. */
export interface LayerWeightLike {
  readonly originalName: string;
  read(): tf.Tensor;
}

/** What is used of a layer; a nested model is a layer with layers. */
export interface LayerLike {
  readonly name: string;
  readonly trainable: boolean;
  readonly weights: readonly LayerWeightLike[];
  readonly trainableWeights: readonly LayerWeightLike[];
  readonly layers?: readonly LayerLike[];
  getClassName(): string;
}

/** What is used of a `tf.LayersModel`, so that this folder needs no TensorFlow.js layers. */
export interface LayersModelLike extends LayerLike {
  readonly layers: readonly LayerLike[];
  readonly inputNames: readonly string[];
  apply(inputs: tf.Tensor | tf.Tensor[], kwargs?: { training?: boolean }): unknown;
}

/** A model that can be trained: a `tf.LayersModel` or an object with `forward`, `parameters` and `buffers`. */
export type Model = LayersModelLike | Trainable;

/** Whether a value has the shape of a `tf.LayersModel`. */
export function isLayersModel(value: unknown): value is LayersModelLike {
  return isObject(value) && 'layers' in value && Array.isArray(value.layers) && 'apply' in value && 'inputNames' in value;
}

/** Whether a value is a model written by hand. */
export function isTrainable(value: unknown): value is Trainable {
  return isObject(value) && ['forward', 'parameters', 'buffers'].every((name) => name in value && typeof (value as Record<string, unknown>)[name] === 'function');
}

/** Whether a value is a model of either kind. */
export function isModel(value: unknown): value is Model {
  return isLayersModel(value) || isTrainable(value);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
