import * as tf from '@tensorflow/tfjs-core';
import { ShapeError } from '../errors';
import type { MaybePromise } from '../internal';
import { andThen, isHostTensor } from '../internal';
import { isTensor } from '../tensor';
import type { ArrayAccumulator } from './accumulators';
import type { ArrayInput, Numbers } from './numbers';
import { asTensor, isOnDevice, readNumbers, sizeOf } from './numbers';

/** What a metric of single outputs takes: a number, a tensor, a tensor in plain memory, or a typed array. */
export type SampleInput = Exclude<ArrayInput, boolean | readonly unknown[]>;

/** A function of each element, on the host and on the device. */
export interface ElementFunction {
  /** Adds the function of each element to the sum of its column, row by row. */
  readonly sumRows: (data: ArrayLike<number>, sums: Float64Array) => void;
  readonly onDevice: (values: tf.Tensor) => tf.Tensor;
}

/**
 * Adds an output to a total and returns for how many examples it stands: a number, scalar or vector for one, anything with more dimensions
 * for as many as the first says, over which it is summed.
 *
 * @throws ShapeError for what is neither a number nor a tensor, and for another shape than before
 */
export function addSamples(total: ArrayAccumulator, input: unknown, { sumRows, onDevice }: ElementFunction, owner: string): MaybePromise<number> {
  checkSamples(input, owner);
  if (isOnDevice(input)) {
    return tf.tidy(() => {
      const values = onDevice(tf.cast(asTensor(input, owner), 'float32'));
      total.add(values.rank < 2 ? values : tf.sum(values, 0), owner);
      return examplesIn(values.shape);
    });
  }
  return andThen(readNumbers(input, owner), (values) => {
    total.add(summed(values, sumRows), owner);
    return examplesIn(values.shape);
  });
}

/** Refuses what is neither a number nor a tensor: plain arrays are too easily meant as something else. */
export function checkSamples(input: unknown, owner: string): asserts input is SampleInput {
  if (typeof input === 'number' || isTensor(input) || isHostTensor(input) || (ArrayBuffer.isView(input) && !(input instanceof DataView))) return;
  throw new ShapeError({ owner, expected: 'a number, a tensor or a typed array', got: input, mend: 'Make it one with outputTransform.' });
}

/** For how many examples values of a shape stand. */
export function examplesIn(shape: readonly number[]): number {
  return shape.length < 2 ? 1 : (shape[0] ?? 1);
}

function summed({ shape, data }: Numbers, sumRows: ElementFunction['sumRows']): { shape: readonly number[]; data: Float64Array } {
  const rest = shape.length < 2 ? shape : shape.slice(1);
  const sums = new Float64Array(sizeOf(rest));
  sumRows(data, sums);
  return { shape: rest, data: sums };
}
