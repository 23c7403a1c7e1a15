import * as tf from '@tensorflow/tfjs-core';
import { CheckpointError, ShapeError } from '../../../src/errors';
import { serial } from '../../../src/distributed';
import { rows } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';
import { ranks } from '../../support/two-ranks';
import { saved, total } from './accumulators';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

const two = { shape: [2, 2], data: [1, 2, 3, 4] };

test('keeps all rows in order', () => {
  const accumulator = rows();
  expect([total(accumulator), accumulator.rowShape]).toEqual([null, null]);
  accumulator.append(two, 'test');
  const tensor = tf.tensor2d([[5, 6]]);
  accumulator.append(tensor, 'test');
  tensor.dispose();
  expect(accumulator.rowShape).toEqual([2]);
  expect(total(accumulator)).toEqual({ dtype: 'float64', shape: [3, 2], data: Float64Array.of(1, 2, 3, 4, 5, 6) });
});

test('refuses rows of another shape and keeps what it has', () => {
  const accumulator = rows();
  accumulator.append(two, 'test');
  expect(() => accumulator.append({ shape: [2], data: [1, 2] }, 'test')).toThrow(ShapeError);
  expect(total(accumulator)?.shape).toEqual([2, 2]);
});

test('copies what it keeps', () => {
  const accumulator = rows();
  const data = Float64Array.of(1, 2);
  accumulator.append({ shape: [2], data }, 'test');
  data[0] = 9;
  expect(total(accumulator)?.data).toEqual(Float64Array.of(1, 2));
});

test('on a device that is dear to read: kept there, read once, in order', async () => {
  pretendReadsAreDear();
  const before = tf.memory().numTensors;
  const accumulator = rows();
  const data = jest.spyOn(tf.Tensor.prototype, 'data');
  tf.tidy(() => {
    accumulator.append(tf.tensor2d([[1, 2]]), 'test');
    accumulator.append(tf.tensor2d([[3, 4]], undefined, 'int32'), 'test');
  });
  expect((await accumulator.total(serial, 'test'))?.data).toEqual(Float64Array.of(1, 2, 3, 4));
  expect(data).toHaveBeenCalledTimes(1);
  tf.tidy(() => accumulator.append(tf.tensor2d([[5, 6]]), 'test'));
  expect((await accumulator.total(serial, 'test'))?.data).toEqual(Float64Array.of(1, 2, 3, 4, 5, 6));
  expect(tf.memory().numTensors).toBe(before);
});

test('is saved and loaded; damaged states are refused', () => {
  const accumulator = rows();
  accumulator.append(two, 'test');
  const other = rows();
  other.load(saved(accumulator), serial, 'test')();
  expect(total(other)).toEqual(total(accumulator));
  expect(() => other.load('rows', serial, 'test')).toThrow(CheckpointError);
});

test('over ranks the rows are in rank order, and ranks without any take part', async () => {
  const communicators = ranks(3);
  const accumulators = communicators.map(() => rows());
  accumulators[0]?.append(two, 'test');
  accumulators[2]?.append({ shape: [1, 2], data: [5, 6] }, 'test');
  const totals = await Promise.all(accumulators.map(async (accumulator, rank) => accumulator.total(communicators[rank] ?? serial, 'test')));
  expect(totals.map((one) => [one?.shape, [...(one?.data ?? [])]])).toEqual(Array(3).fill([[3, 2], [1, 2, 3, 4, 5, 6]]));
});
