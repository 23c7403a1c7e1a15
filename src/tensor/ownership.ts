import type * as tf from '@tensorflow/tfjs-core';

/** Whether a value is structurally a tensor, of whichever copy of TensorFlow.js. */
export function isTensor(value: unknown): value is tf.Tensor {
  return typeof value === 'object' && value !== null && 'dataId' in value && 'isDisposed' in value && 'dispose' in value;
}

/** Whether a value is a `tf.Variable`, which belongs to a model or an optimizer and is never released with a batch or an output. */
export function isVariable(value: unknown): value is tf.Variable {
  return isTensor(value) && 'assign' in value && 'trainable' in value;
}

/**
 * Every tensor in arrays and plain objects, however nested, variables included, in order of appearance.
 *
 * Instances of classes, typed arrays and maps are not entered.
 */
export function tensorsIn(value: unknown): tf.Tensor[] {
  const found: tf.Tensor[] = [];
  visit(value, (tensor) => found.push(tensor));
  return found;
}

/**
 * The same arrays and plain objects with each tensor replaced by what `replace` gives for it; other values stay as they are.
 */
export function mapTensors<T>(value: T, replace: (tensor: tf.Tensor) => tf.Tensor): T {
  return map(value, replace) as T; // the structure is kept, and a tensor is replaced by a tensor
}

/**
 * Disposes the tensors in arrays and plain objects: each once, never a variable, and none that also occurs in `except`.
 */
export function disposeTensors(value: unknown, except?: unknown): void {
  const kept = except === undefined ? undefined : new Set(tensorsIn(except));
  visit(value, (tensor) => {
    if (tensor.isDisposed || isVariable(tensor) || kept?.has(tensor) === true) return;
    tensor.dispose();
  });
}

function visit(value: unknown, see: (tensor: tf.Tensor) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if (isTensor(value)) {
    see(value);
  } else if (Array.isArray(value)) {
    for (const entry of value) visit(entry, see);
  } else if (isPlain(value)) {
    for (const key in value) visit((value as Record<string, unknown>)[key], see);
  }
}

function map(value: unknown, replace: (tensor: tf.Tensor) => tf.Tensor): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isTensor(value)) return replace(value);
  if (Array.isArray(value)) return value.map((entry) => map(entry, replace));
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, map(entry, replace)]));
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  // The second test admits plain objects of another realm, whose prototype has none itself.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
