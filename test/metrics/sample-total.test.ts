import * as tf from '@tensorflow/tfjs-core';
import { serial } from '../../src/distributed';
import { ShapeError } from '../../src/errors';
import { array } from '../../src/metrics';
import { addSamples, checkSamples, examplesIn } from '../../src/metrics/sample-total';
import { useTestBackend } from '../support/backend';

useTestBackend();

const double = {
  sumRows: (data: ArrayLike<number>, sums: Float64Array): void => Array.from(data).forEach((value, index) => (sums[index % sums.length] = (sums[index % sums.length] ?? 0) + 2 * value)),
  onDevice: (values: tf.Tensor) => tf.mul(values, 2),
};

test.each([
  ['a number', 3, 1, [], [6]],
  ['a vector', Float32Array.of(1, 2), 1, [2], [2, 4]],
  ['a matrix', { dtype: 'float32', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) }, 2, [2], [8, 12]],
  ['an empty batch', { dtype: 'float32', shape: [0, 2], data: new Float32Array() }, 0, [2], [0, 0]],
])('%s', (_, input, count, shape, sums) => {
  const total = array();
  expect(addSamples(total, input, double, 'test')).toBe(count);
  expect(total.total(serial, 'test')).toEqual({ dtype: 'float64', shape, data: Float64Array.from(sums) });
});

test.each([['text', '1'], ['a list', [1, 2]], ['nothing', undefined], ['an object', {}]])('%s is no sample', (_, input) => {
  expect(() => checkSamples(input, 'test')).toThrow(ShapeError);
});

test('a tensor stands for as many examples as its first dimension says, from two dimensions on', () => {
  expect([[], [5], [5, 2], [3, 1, 1]].map(examplesIn)).toEqual([1, 1, 5, 3]);
});
