import * as tf from '@tensorflow/tfjs-core';
import type { HostDType, HostTensor } from '../contracts';
import { ShapeError } from '../errors';
import type { MaybePromise } from '../internal';
import { toFloat32 } from '../safetensors';
import type { TensorData } from './readback';
import { readArray } from './readback';
import { formatShape } from './shapes';

/**
 * A copy of a tensor in plain memory: at once where reads are copies (cpu, wasm, tfjs-node), a promise elsewhere.
 *
 * @throws ShapeError for dtypes that have no counterpart (`complex64`, `string`)
 */
export function toHostTensor(tensor: tf.Tensor): MaybePromise<HostTensor> {
  const { dtype } = tensor;
  if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') {
    throw new ShapeError({ owner: 'toHostTensor', expected: 'a tensor of dtype float32, int32 or bool', got: tensor });
  }
  const shape = [...tensor.shape];
  const data = readArray(tensor);
  return data instanceof Promise ? data.then((read) => hostTensor(dtype, shape, read)) : hostTensor(dtype, shape, data);
}

/**
 * A new tensor with a host tensor's values; it belongs to the caller (or to the `tf.tidy` around the call).
 *
 * Floats of every width become float32, integers int32, bool stays bool. The memory is copied.
 *
 * @throws ShapeError when the data do not fill the shape, or an integer does not fit into 32 bits
 */
export function fromHostTensor(host: HostTensor): tf.Tensor {
  const { dtype, shape, data } = host;
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  if (data.length !== size) {
    throw new ShapeError({ owner: 'fromHostTensor', expected: `${size} elements for shape ${formatShape(shape)}`, got: data.length });
  }
  switch (dtype) {
    case 'float32':
    case 'float64':
      return tf.tensor(Float32Array.from(data as Float32Array | Float64Array), [...shape], 'float32');
    case 'float16':
    case 'bfloat16':
      return tf.tensor(toFloat32(host), [...shape], 'float32');
    case 'bool':
      return tf.tensor(Uint8Array.from(data as Uint8Array), [...shape], 'bool');
    default:
      return tf.tensor(toInt32(data), [...shape], 'int32');
  }
}

/** The element type that `fromHostTensor` gives a host tensor of this type. */
export function tensorDType(dtype: HostDType): 'float32' | 'int32' | 'bool' {
  if (dtype === 'bool') return 'bool';
  return dtype === 'float32' || dtype === 'float64' || dtype === 'float16' || dtype === 'bfloat16' ? 'float32' : 'int32';
}

function hostTensor(dtype: 'float32' | 'int32' | 'bool', shape: number[], data: TensorData): HostTensor {
  // A copy, since on some backends it is the tensor's own memory, which dies or changes with it.
  switch (dtype) {
    case 'float32':
      return { dtype, shape, data: Float32Array.from(data) };
    case 'int32':
      return { dtype, shape, data: Int32Array.from(data) };
    case 'bool':
      return { dtype, shape, data: Uint8Array.from(data) };
  }
}

function toInt32(data: HostTensor['data']): Int32Array {
  const values = new Int32Array(data.length);
  for (let index = 0; index < data.length; index++) {
    const value = Number(data[index]);
    values[index] = value;
    if (values[index] !== value) {
      throw new ShapeError({ owner: 'fromHostTensor', expected: 'integers that fit into int32', got: value });
    }
  }
  return values;
}
