import * as tf from '@tensorflow/tfjs-core';
import { andThen, isThenable } from '../../../internal';
import type { TensorData } from '../../../tensor';
import { readArray } from '../../../tensor';
import type { LogTarget } from '../log-handler';
import type { LogContent } from '../log-record';
import type { Reduction } from './reduction';

/** A tensor and what it is logged as. */
export interface KeyedTensor {
  readonly key: string;
  readonly tensor: tf.Tensor;
}

/** Logs one number of each tensor, read together. The tensors may change or go when this returns. */
export function logReduced(logger: LogTarget, tensors: readonly KeyedTensor[], reduce: Reduction, step: number): void {
  logRead(logger, tensors, (tensor) => tf.reshape(reduce(tensor), [1]), step, (data) => [
    { kind: 'scalars', values: Object.fromEntries(tensors.map(({ key }, index) => [key, data[index] ?? NaN])) },
  ]);
}

/** Logs the elements of each tensor as a histogram, read together. The tensors may change or go when this returns. */
export function logHistograms(logger: LogTarget, tensors: readonly KeyedTensor[], step: number): void {
  const sizes = tensors.map(({ tensor }) => tensor.size);
  logRead(logger, tensors, (tensor) => tf.reshape(tensor, [tensor.size]), step, (data) => {
    // A copy, since on some backends it is the tensor's own memory.
    const values = Float32Array.from(data);
    let at = 0;
    return tensors.map(({ key }, index) => {
      const start = at;
      at += sizes[index] ?? 0;
      return { kind: 'histogram', tag: key, values: values.subarray(start, at) };
    });
  });
}

/** One read for all tensors; where it takes time nobody waits for it. */
function logRead(
  logger: LogTarget,
  tensors: readonly KeyedTensor[],
  flat: (tensor: tf.Tensor) => tf.Tensor,
  step: number,
  contents: (data: TensorData) => readonly LogContent[],
): void {
  if (tensors.length === 0) return;
  // Kept, since a trainer's step, in which gradients are logged, is a tidy of its own.
  const together = tf.tidy(() => tf.keep(tf.concat(tensors.map(({ tensor }) => flat(tf.cast(tensor, 'float32'))))));
  const read = andThen(readArray(together), (data) => {
    together.dispose();
    return contents(data);
  });
  if (isThenable(read)) logger.logLater(read, step);
  else for (const content of read) logger.log(content, step);
}
