import * as tf from '@tensorflow/tfjs-core';
import { ShapeError } from '../../../src/errors';
import type { ArrayInput } from '../../../src/metrics';
import { rowSource } from '../../../src/metrics/fairness/row-source';
import { isTensor } from '../../../src/tensor';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

test.each<[string, ArrayInput, unknown]>([
  ['plain arrays stay plain', [[1, 2], [3, 4], [5, 6]], [[5, 6], [1, 2]]],
  ['vectors', Float32Array.of(1, 2, 3), { dtype: 'float32', shape: [2], data: Float32Array.of(3, 1) }],
  ['host tensors', { dtype: 'int32', shape: [3, 2], data: Int32Array.of(1, 2, 3, 4, 5, 6) }, { dtype: 'int32', shape: [2, 2], data: Int32Array.of(5, 6, 1, 2) }],
  ['bool', { dtype: 'bool', shape: [3], data: Uint8Array.of(1, 1, 0) }, { dtype: 'bool', shape: [2], data: Uint8Array.of(0, 1) }],
  ['int64', { dtype: 'int64', shape: [3, 1], data: BigInt64Array.of(1n, 2n, 3n) }, { dtype: 'int64', shape: [2, 1], data: Float64Array.of(3, 1) }],
])('%s', async (_, input, expected) => {
  const source = await rowSource(input, 'Test');
  expect(source.count).toBe(3);
  expect(source.whole).toBe(input);
  expect(source.take([2, 0])).toEqual(expected);
});

test('tensors: host tensors where reads are copies, tensors without a read elsewhere', async () => {
  const input = tf.tensor([1, 2, 3, 4, 5, 6], [3, 1, 2], 'int32');
  const near = await rowSource(input, 'Test');
  expect(near.take([2])).toEqual({ dtype: 'int32', shape: [1, 1, 2], data: Int32Array.of(5, 6) });
  pretendReadsAreDear();
  const read = jest.spyOn(tf.Tensor.prototype, 'data');
  const before = tf.memory().numTensors;
  const far = await rowSource(input, 'Test');
  const taken = far.take([2]);
  expect(read).not.toHaveBeenCalled();
  if (!isTensor(taken)) throw new Error('no tensor');
  expect(tf.memory().numTensors).toBe(before + 1);
  expect([taken.shape, taken.dtype]).toEqual([[1, 1, 2], 'int32']);
  expect([...(await taken.data())]).toEqual([5, 6]);
  tf.dispose([input, taken]);
});

test('refuses what has no rows', () => {
  expect(() => rowSource(3, 'Test')).toThrow(ShapeError);
  const scalar = tf.scalar(3);
  pretendReadsAreDear();
  expect(() => rowSource(scalar, 'Test')).toThrow(ShapeError);
  scalar.dispose();
});
