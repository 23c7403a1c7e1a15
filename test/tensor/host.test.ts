import * as tf from '@tensorflow/tfjs-core';
import { ShapeError } from '../../src/errors';
import { fromHostTensor, toHostTensor } from '../../src/tensor';
import { useTestBackend } from '../support/backend';

useTestBackend();

describe('toHostTensor and fromHostTensor', () => {
  it.each([
    ['float32', [1.5, -2.25, NaN, Infinity]],
    ['int32', [1, -2, 2147483647, 0]],
    ['bool', [1, 0, 1, 1]],
  ] as const)('bring %s back bit for bit', async (dtype, values) => {
    const tensor = tf.tensor([...values], [2, 2], dtype);
    const host = await toHostTensor(tensor);
    expect(host.shape).toEqual([2, 2]);
    expect(host.dtype).toBe(dtype);
    const back = fromHostTensor(host);
    expect(back.dtype).toBe(dtype);
    expect([...back.dataSync()]).toEqual([...values]);
  });

  it('copy: neither side sees what happens to the other', async () => {
    const tensor = tf.tensor1d([1, 2]);
    const host = await toHostTensor(tensor);
    const again = fromHostTensor(host);
    host.data[0] = 7;
    expect([...tensor.dataSync()]).toEqual([1, 2]);
    expect([...again.dataSync()]).toEqual([1, 2]);
  });

  it('turn other floats into float32 and integers into int32', () => {
    expect([...fromHostTensor({ dtype: 'float64', shape: [1], data: new Float64Array([0.1]) }).dataSync()]).toEqual([Math.fround(0.1)]);
    expect([...fromHostTensor({ dtype: 'bfloat16', shape: [1], data: new Uint16Array([0x3fc0]) }).dataSync()]).toEqual([1.5]);
    expect([...fromHostTensor({ dtype: 'int64', shape: [2], data: new BigInt64Array([5n, -6n]) }).dataSync()]).toEqual([5, -6]);
  });

  it('refuse integers beyond int32, missing elements and strings', () => {
    expect(() => fromHostTensor({ dtype: 'int64', shape: [1], data: new BigInt64Array([2n ** 40n]) })).toThrow(ShapeError);
    expect(() => fromHostTensor({ dtype: 'float32', shape: [3], data: new Float32Array(2) })).toThrow('3 elements for shape [3]');
    expect(() => toHostTensor(tf.tensor1d(['a']))).toThrow(ShapeError);
  });
});
