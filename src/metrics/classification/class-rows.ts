import * as tf from '@tensorflow/tfjs-core';
import type { ClassInputs } from './class-inputs';

/** Scores or labels with the classes last. */
export interface ClassRows {
  /** `[examples, classes]`, of binary data `[examples]`. */
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** What has a class axis as rows of classes; as it is where the classes are last. */
export function classRows({ kind, classes, outer, inner }: ClassInputs, values: ArrayLike<number>): ClassRows {
  if (kind === 'binary') return { shape: [values.length], data: values };
  const shape = [outer * inner, classes];
  if (inner === 1) return { shape, data: values };
  const data = new Float64Array(values.length);
  let index = 0;
  for (let block = 0; block < outer; block++) {
    for (let position = 0; position < inner; position++) {
      for (let label = 0; label < classes; label++) data[index++] = values[(block * classes + label) * inner + position] ?? NaN;
    }
  }
  return { shape, data };
}

/** The same on the device, in the surrounding `tf.tidy`. */
export function classRowsOnDevice({ kind, axis, classes }: ClassInputs, values: tf.Tensor): tf.Tensor {
  if (kind === 'binary') return tf.reshape(values, [-1]);
  const axes = values.shape.map((_, index) => index);
  const last = axis === values.rank - 1 ? values : tf.transpose(values, [...axes.filter((index) => index !== axis), axis]);
  return tf.reshape(last, [-1, classes]);
}
