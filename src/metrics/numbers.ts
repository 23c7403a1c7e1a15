import * as tf from '@tensorflow/tfjs-core';
import type { HostDType, HostTensor, TypedArray } from '../contracts';
import { ShapeError } from '../errors';
import type { MaybePromise } from '../internal';
import { andThen, inTurn, isHostTensor } from '../internal';
import { fromHostTensor, hasFastKernels, isTensor, readArray, readsAreCopies } from '../tensor';

/** Numbers in arrays in arrays, all of one depth and length. */
export type NestedNumbers = number | boolean | readonly NestedNumbers[];

/** What metrics take for a tensor: one of any backend, one in plain memory, a typed array (a vector), or plain arrays. */
export type ArrayInput = tf.Tensor | HostTensor | TypedArray | NestedNumbers;

/** An input in plain memory, row-major. */
export interface Numbers {
  readonly shape: readonly number[];
  /** `number` for plain arrays, which do not say what they hold. */
  readonly dtype: HostDType | 'number';
  /** Not ours to change: it may be a tensor's own memory. */
  readonly data: ArrayLike<number>;
}

/** Whether some input lives on a device that is dear to read: then an update had better work there. */
export function isOnDevice(...inputs: readonly unknown[]): boolean {
  return !readsAreCopies() && inputs.some(isTensor);
}

/** From how many elements a dozen native kernels are no slower than loops on the host: a batch of 64 for 257 classes is just above. */
const MANY = 2 ** 14;

/**
 * Whether an update of some exponentials or logarithms an element had better work on the device: where `isOnDevice`, and on tfjs-node for
 * float32 tensors of many elements. The result has single precision; for values that the update has to check it is not meant.
 */
export function isFasterOnDevice(...inputs: readonly unknown[]): boolean {
  if (isOnDevice(...inputs)) return true;
  return hasFastKernels() && inputs.every((input) => isTensor(input) && input.dtype === 'float32' && input.size >= MANY);
}

/**
 * The numbers of an input: at once, or as a promise when it is a tensor on a device that is dear to read.
 *
 * @throws ShapeError for what is not an array of numbers
 */
export function readNumbers(input: unknown, owner: string): MaybePromise<Numbers> {
  if (isTensor(input)) {
    const { shape, dtype } = input;
    if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') throw notNumbers(input, owner);
    return andThen(readArray(input), (data): Numbers => ({ shape, dtype, data }));
  }
  return hostNumbers(input, owner);
}

/** Several inputs at once. */
export function readAll<const Inputs extends readonly unknown[]>(inputs: Inputs, owner: string): MaybePromise<{ [K in keyof Inputs]: Numbers }> {
  const read: Numbers[] = [];
  const all = inTurn(inputs, (input) => andThen(readNumbers(input, owner), (numbers) => void read.push(numbers)));
  // One entry for each input: a tuple of the same length.
  return andThen(all, () => read as { [K in keyof Inputs]: Numbers });
}

/** A tensor of an input: itself, or a new one of the surrounding `tf.tidy`. */
export function asTensor(input: unknown, owner: string): tf.Tensor {
  if (isTensor(input)) return input;
  const { shape, dtype, data } = hostNumbers(input, owner);
  return fromHostTensor({ shape, dtype: dtype === 'number' ? 'float64' : dtype, data: typedFor(dtype, data) });
}

/** A tensor of float32: itself if it is, else a new one. A cast that changes nothing costs a call of the backend all the same. */
export function asFloats(tensor: tf.Tensor): tf.Tensor {
  return tensor.dtype === 'float32' ? tensor : tf.cast(tensor, 'float32');
}

function typedFor(dtype: Numbers['dtype'], data: ArrayLike<number>): TypedArray {
  if (dtype === 'bool') return Uint8Array.from(data);
  return Float64Array.from(data);
}

function hostNumbers(input: unknown, owner: string): Numbers {
  if (isHostTensor(input)) {
    if (input.dtype.endsWith('float16')) throw notNumbers(input, owner);
    return { shape: input.shape, dtype: input.dtype, data: plain(input.data) };
  }
  if (ArrayBuffer.isView(input) && !(input instanceof DataView)) {
    const data = input as TypedArray; // every view but a DataView is one
    return { shape: [data.length], dtype: dtypeOf(data), data: plain(data) };
  }
  const shape: number[] = [];
  for (let level = input; Array.isArray(level); level = level[0] as unknown) shape.push(level.length);
  const data: number[] = [];
  if (!flatten(input, shape, 0, data)) throw notNumbers(input, owner);
  return { shape, dtype: 'number', data };
}

/** Appends the numbers of nested arrays to `data`; false when they are ragged or hold something else. */
function flatten(level: unknown, shape: readonly number[], depth: number, data: number[]): boolean {
  if (depth === shape.length) {
    if (typeof level !== 'number' && typeof level !== 'boolean') return false;
    data.push(Number(level));
    return true;
  }
  if (!Array.isArray(level) || level.length !== shape[depth]) return false;
  for (const entry of level) if (!flatten(entry, shape, depth + 1, data)) return false;
  return true;
}

function plain(data: TypedArray): ArrayLike<number> {
  return data instanceof BigInt64Array || data instanceof BigUint64Array ? Float64Array.from(data, Number) : data;
}

function dtypeOf(data: TypedArray): HostDType {
  if (data instanceof Float32Array) return 'float32';
  if (data instanceof Float64Array) return 'float64';
  if (data instanceof Uint8Array) return 'uint8';
  return 'int32';
}

function notNumbers(got: unknown, owner: string): ShapeError {
  return new ShapeError({ owner, expected: 'a numeric tensor, a typed array, or plain arrays of numbers of one depth and length', got });
}

/** How many elements a shape has. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** Numbers with their shape as nested plain arrays, as results are given. */
export function nested({ shape, data }: Pick<Numbers, 'shape' | 'data'>): NestedNumbers {
  let offset = 0;
  const build = (axis: number): NestedNumbers => {
    const length = shape[axis];
    if (length === undefined) return data[offset++] ?? NaN;
    return Array.from({ length }, () => build(axis + 1));
  };
  return build(0);
}
