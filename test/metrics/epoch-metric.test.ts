import * as tf from '@tensorflow/tfjs-core';
import { OptionError, ShapeError } from '../../src/errors';
import { EpochMetric } from '../../src/metrics';
import { useTestBackend } from '../support/backend';

useTestBackend();

const everything = (yPred: { shape: readonly number[]; data: Float64Array }, y: { data: Float64Array }): unknown => [yPred.shape, [...yPred.data], [...y.data]];

test('hands everything seen to the function, in order, columns as vectors', () => {
  const metric = new EpochMetric(everything);
  void metric.update([[[1], [2]], [3, 4]]);
  void metric.update([[[5]], [6]]);
  expect(metric.compute()).toEqual([[3], [1, 2, 5], [3, 4, 6]]);
});

test.each([
  ['three dimensions', [[[[1]]], [1]]],
  ['a scalar', [1, 1]],
  ['different numbers of examples', [[1, 2], [1]]],
  ['another width', [[[1, 2]], [1]]],
  ['another dtype', [Float32Array.of(1), Int32Array.of(1)]],
])('refuses %s and stays usable', (_, output) => {
  const metric = new EpochMetric(everything);
  void metric.update([Float32Array.of(1), Float32Array.of(2)]);
  expect(() => metric.update(output as never)).toThrow(ShapeError);
  expect(metric.compute()).toEqual([[1], [1], [2]]);
});

test('a function that fails is found at the first batch with checkComputeFn, else at compute', () => {
  const fail = (): number => {
    throw new RangeError('cannot');
  };
  expect(() => new EpochMetric(fail, { checkComputeFn: true }).update([[1], [2]])).toThrow(RangeError);
  const late = new EpochMetric(fail);
  void late.update([[1], [2]]);
  expect(() => late.compute()).toThrow(RangeError);
  expect(() => new EpochMetric('f' as never)).toThrow(OptionError);
});

test('tensors stay the caller\'s', () => {
  const before = tf.memory().numTensors;
  const pair = [tf.tensor1d([1]), tf.tensor1d([2])] as const;
  const metric = new EpochMetric(everything);
  void metric.update(pair);
  tf.dispose([...pair]);
  expect([metric.compute(), tf.memory().numTensors]).toEqual([[[1], [1], [2]], before]);
});
