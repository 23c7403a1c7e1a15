import * as tf from '@tensorflow/tfjs-core';
import type { HostDType, HostTensor, TypedArray } from '../contracts';
import { DataError, ShapeError } from '../errors';
import { isHostTensor } from '../internal';

/** What one side of a sample may be for `collate` to stack it. */
export type Stackable = number | readonly number[] | TypedArray | HostTensor | tf.Tensor;

/** A sample as `collate` takes it: input and target. */
export type LabelledSample = readonly [x: Stackable, y: Stackable];

/** A batch as `collate` makes it: both tensors have the batch size as their first dimension. */
export type LabelledBatch = [x: tf.Tensor, y: tf.Tensor];

/** Makes one batch of some samples; `indices` are their numbers in the dataset. */
export type Collate<T, Batch> = (samples: readonly T[], indices: readonly number[]) => Batch | Promise<Batch>;

/**
 * Stacks labelled samples into `[x, y]`.
 *
 * Every side is packed once into one typed array. Numbers become float32 as inputs and int32 as targets (class numbers),
 * so a target that is no integer is refused: give it as `Float32Array.of(value)`. Arrays of numbers become float32, typed
 * arrays and host tensors keep their kind (floats as float32, integers as int32, bool as bool), and tfjs tensors are
 * stacked; they stay the dataset's.
 *
 * An image of shape [h, w, 3] thus becomes a row of a float32 batch [n, h, w, 3].
 *
 * @throws ShapeError when two samples differ in shape or element type
 */
export function collate(samples: readonly LabelledSample[]): LabelledBatch {
  const x = stack(samples.map(([input]) => input), 'x');
  try {
    return [x, stack(samples.map(([, target]) => target), 'y')];
  } catch (error) {
    x.dispose();
    throw error;
  }
}

type Side = 'x' | 'y';
type Packed = Float32Array | Int32Array | Uint8Array;
type PackedDType = 'float32' | 'int32' | 'bool';

interface Column {
  readonly shape: readonly number[];
  readonly dtype: PackedDType;
  readonly data: ArrayLike<number>;
}

function stack(values: readonly Stackable[], side: Side): tf.Tensor {
  const first = values[0];
  if (first === undefined) throw new DataError({ owner: 'collate', expected: 'at least one sample', got: 0 });
  if (first instanceof tf.Tensor) return stackTensors(values, side);
  if (typeof first === 'number') return stackNumbers(values, side);
  const { shape, dtype, data } = column(first, side, 0);
  const packed = allocate(dtype, values.length * data.length);
  packed.set(data);
  for (let index = 1; index < values.length; index++) {
    const next = column(values[index], side, index);
    if (next.dtype !== dtype || !sameShape(next.shape, shape)) throw unequal(side, index, `${dtype} of shape [${shape.join(', ')}]`, values[index]);
    packed.set(next.data, index * data.length);
  }
  return tf.tensor(packed, [values.length, ...shape], dtype);
}

function stackNumbers(values: readonly Stackable[], side: Side): tf.Tensor1D {
  const packed = side === 'x' ? new Float32Array(values.length) : new Int32Array(values.length);
  for (const [index, value] of values.entries()) {
    if (typeof value !== 'number') throw unequal(side, index, 'a number', value);
    if (side === 'y' && !isInt32(value)) {
      throw new ShapeError({
        owner: `collate: y of sample ${index} of the batch`,
        expected: 'a class number (an integer of 32 bits)',
        got: value,
        mend: 'Give a target for regression as Float32Array.of(value), or pass a collate of your own.',
      });
    }
    packed[index] = value;
  }
  return tf.tensor1d(packed, side === 'x' ? 'float32' : 'int32');
}

function stackTensors(values: readonly Stackable[], side: Side): tf.Tensor {
  const tensors: tf.Tensor[] = [];
  for (const [index, value] of values.entries()) {
    const first = tensors[0];
    if (!(value instanceof tf.Tensor)) throw unequal(side, index, 'a tfjs tensor', value);
    if (first !== undefined && (value.dtype !== first.dtype || !sameShape(value.shape, first.shape))) {
      throw unequal(side, index, `${first.dtype} of shape [${first.shape.join(', ')}]`, value);
    }
    tensors.push(value);
  }
  return tf.stack(tensors);
}

function column(value: Stackable | undefined, side: Side, index: number): Column {
  if (ArrayBuffer.isView(value)) return { shape: [value.length], dtype: packedDType(value), data: numbers(value) };
  if (isHostTensor(value)) return { shape: value.shape, dtype: hostDType(value.dtype, side, index), data: numbers(value.data) };
  if (Array.isArray(value)) return { shape: [value.length], dtype: 'float32', data: value as readonly number[] };
  throw new ShapeError({
    owner: `collate: ${side} of sample ${index} of the batch`,
    expected: index === 0 ? 'a number, an array of numbers, a typed array, a HostTensor or a tfjs tensor' : 'the same kind of value as in the first sample',
    got: value,
    mend: 'Add ToTensor() to the transform of an image folder, or pass a collate of your own.',
  });
}

function packedDType(data: TypedArray): PackedDType {
  return data instanceof Float32Array || data instanceof Float64Array ? 'float32' : 'int32';
}

function hostDType(dtype: HostDType, side: Side, index: number): PackedDType {
  switch (dtype) {
    case 'float32':
    case 'float64':
      return 'float32';
    case 'bool':
      return 'bool';
    case 'float16':
    case 'bfloat16':
      throw new ShapeError({ owner: `collate: ${side} of sample ${index} of the batch`, expected: 'an element type that tfjs has', got: dtype, mend: 'Convert it to float32 first.' });
    default:
      return 'int32';
  }
}

function numbers(data: TypedArray): ArrayLike<number> {
  return data instanceof BigInt64Array || data instanceof BigUint64Array ? Array.from(data, Number) : data;
}

function allocate(dtype: PackedDType, length: number): Packed {
  if (dtype === 'float32') return new Float32Array(length);
  return dtype === 'int32' ? new Int32Array(length) : new Uint8Array(length);
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

function isInt32(value: number): boolean {
  return (value | 0) === value;
}

function unequal(side: Side, index: number, first: string, got: unknown): ShapeError {
  return new ShapeError({
    owner: `collate: ${side} of sample ${index} of the batch`,
    expected: `${first}, as in the first sample`,
    got,
    mend: 'All samples of a batch must have one shape: add CenterCrop or Resize([h, w]), or pass a collate of your own.',
  });
}
