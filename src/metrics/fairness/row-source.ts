import * as tf from '@tensorflow/tfjs-core';
import type { HostDType, HostTensor, TypedArray } from '../../contracts';
import { ShapeError } from '../../errors';
import type { MaybePromise } from '../../internal';
import { andThen } from '../../internal';
import { isTensor, readsAreCopies } from '../../tensor';
import type { ArrayInput, NestedNumbers, Numbers } from '../numbers';
import { readNumbers, sizeOf } from '../numbers';

/** An input of which some rows are wanted. */
export interface RowSource {
  readonly count: number;
  /** All rows: what it was made of. */
  readonly whole: ArrayInput;
  /** Some rows, as an input of the same kind; a tensor is the caller's to dispose. */
  take(rows: readonly number[]): ArrayInput;
}

/**
 * Takes rows out of an input: on the host where reads are copies, else on the device, without a read.
 *
 * @throws ShapeError for what has no rows
 */
export function rowSource(input: ArrayInput, owner: string): MaybePromise<RowSource> {
  if (isTensor(input) && !readsAreCopies()) return tensorRows(input, owner);
  if (isPlain(input)) return { count: input.length, whole: input, take: (rows) => rows.map((row) => input[row] ?? NaN) };
  return andThen(readNumbers(input, owner), (numbers) => ({
    count: batchSize(numbers.shape, owner),
    whole: input,
    take: (rows) => hostRows(numbers, rows),
  }));
}

/** Rows of a tensor, on the device. */
export function tensorRows(tensor: tf.Tensor, owner: string): RowSource {
  return {
    count: batchSize(tensor.shape, owner),
    whole: tensor,
    take: (rows) => tf.tidy(() => tf.gather(tensor, tf.tensor1d([...rows], 'int32'))),
  };
}

function isPlain(input: ArrayInput): input is readonly NestedNumbers[] {
  return Array.isArray(input);
}

function batchSize(shape: readonly number[], owner: string): number {
  const [count] = shape;
  if (count === undefined) throw new ShapeError({ owner, expected: 'shape [batch, ...]', got: { shape } });
  return count;
}

function hostRows({ shape, dtype, data }: Numbers, rows: readonly number[]): HostTensor {
  const rest = shape.slice(1);
  const width = sizeOf(rest);
  // Plain arrays, the only ones of dtype `number`, are taken apart without being read.
  const type = dtype === 'number' ? 'float64' : dtype;
  const taken = memory(type, rows.length * width);
  const isWide = width > 1 && isTyped(data);
  let to = 0;
  for (const row of rows) {
    // One call for each row is worth it where rows are long.
    if (isWide) taken.set(data.subarray(row * width, (row + 1) * width), to);
    else for (let column = 0; column < width; column++) taken[to + column] = data[row * width + column] ?? NaN;
    to += width;
  }
  return { dtype: type, shape: [rows.length, ...rest], data: taken };
}

type NumberArray = Exclude<TypedArray, BigInt64Array | BigUint64Array>;

function isTyped(data: ArrayLike<number>): data is NumberArray {
  return ArrayBuffer.isView(data);
}

/** Where numbers of a type fit; a double holds those of every other. */
function memory(dtype: HostDType, length: number): NumberArray {
  switch (dtype) {
    case 'float32':
      return new Float32Array(length);
    case 'int32':
      return new Int32Array(length);
    case 'bool':
    case 'uint8':
      return new Uint8Array(length);
    default:
      return new Float64Array(length);
  }
}
