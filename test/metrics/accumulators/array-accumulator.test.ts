import * as tf from '@tensorflow/tfjs-core';
import { CheckpointError, ShapeError } from '../../../src/errors';
import { serial } from '../../../src/distributed';
import { array } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';
import { ranks } from '../../support/two-ranks';
import { saved, total } from './accumulators';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

const vector = (...data: number[]) => ({ shape: [data.length], data });

test('adds up element by element in doubles, tensors and plain numbers alike', () => {
  const accumulator = array();
  expect([total(accumulator), accumulator.shape]).toEqual([null, null]);
  const tensor = tf.tensor1d([1, 2]);
  accumulator.add(tensor, 'test');
  accumulator.add(vector(0.1, 2 ** 40), 'test');
  expect(total(accumulator)).toEqual({ dtype: 'float64', shape: [2], data: Float64Array.of(1.1, 2 ** 40 + 2) });
  tensor.dispose();
});

test.each([
  ['max', [3, 5]],
  ['min', [1, 2]],
] as const)('keeps the %s of each element', (reduction, expected) => {
  const accumulator = array(reduction);
  accumulator.add(vector(1, 5), 'test');
  accumulator.add(vector(3, 2), 'test');
  expect([...(total(accumulator)?.data ?? [])]).toEqual(expected);
});

test('counts by position, and goes on adding', () => {
  const accumulator = array();
  accumulator.count([2, 2], [3, 0, 3], 'test');
  accumulator.add({ shape: [2, 2], data: [10, 0, 0, 10] }, 'test');
  accumulator.count([2, 2], [], 'test');
  expect(total(accumulator)).toEqual({ dtype: 'float64', shape: [2, 2], data: Float64Array.of(11, 0, 0, 12) });
  expect(() => accumulator.count([4], [0], 'test')).toThrow(ShapeError);
});

test('refuses another shape and keeps what it has', () => {
  const accumulator = array();
  accumulator.add(vector(1, 2), 'test');
  expect(() => accumulator.add(vector(1), 'test')).toThrow(ShapeError);
  expect(() => accumulator.fold(vector(1), 0, Math.max, 'test')).toThrow(ShapeError);
  expect([...(total(accumulator)?.data ?? [])]).toEqual([1, 2]);
});

test('folds by an operation of the caller, all elements or none', () => {
  const accumulator = array();
  accumulator.fold(vector(3, 4), 1, (a, x) => a * x, 'test');
  expect(() =>
    accumulator.fold(vector(3, 4), 1, (a, x) => {
      if (x === 4) throw new Error('no fours');
      return a * x;
    }, 'test'),
  ).toThrow('no fours');
  expect([...(total(accumulator)?.data ?? [])]).toEqual([3, 4]);
});

test('on a device that is dear to read: one read at the total, host values added, nothing left behind', async () => {
  pretendReadsAreDear();
  const before = tf.memory().numTensors;
  const accumulator = array();
  const data = jest.spyOn(tf.Tensor.prototype, 'data');
  for (let time = 0; time < 3; time++) tf.tidy(() => accumulator.add(tf.tensor1d([2 ** 24, 1]), 'test'));
  accumulator.add(vector(0.5, 0.25), 'test');
  expect(() => tf.tidy(() => accumulator.add(tf.scalar(1), 'test'))).toThrow(ShapeError);
  expect((await accumulator.total(serial, 'test'))?.data).toEqual(Float64Array.of(3 * 2 ** 24 + 0.5, 3.25));
  expect(data).toHaveBeenCalledTimes(1);
  accumulator.reset();
  expect(tf.memory().numTensors).toBe(before);
});

test('is saved and loaded; damaged states are refused', () => {
  const accumulator = array();
  accumulator.add({ shape: [1, 2], data: [1, 2] }, 'test');
  const state = saved(accumulator);
  const other = array();
  other.load(state, serial, 'test')();
  accumulator.add({ shape: [1, 2], data: [1, 2] }, 'test');
  expect(total(other)).toEqual({ dtype: 'float64', shape: [1, 2], data: Float64Array.of(1, 2) });
  other.load(null, serial, 'test')();
  expect(total(other)).toBeNull();
  expect(() => other.load(3, serial, 'test')).toThrow(CheckpointError);
  expect(() => other.load(undefined, serial, 'test')).toThrow(CheckpointError);
});

test('ranks without data take part, ranks of other shapes are refused', async () => {
  const communicators = ranks(3);
  const accumulators = communicators.map(() => array());
  accumulators[0]?.add(vector(1, 2), 'test');
  accumulators[2]?.add(vector(3, 4), 'test');
  const totals = (): Promise<unknown[]> => Promise.all(accumulators.map(async (accumulator, rank) => accumulator.total(communicators[rank] ?? serial, 'test')));
  const expected = { dtype: 'float64', shape: [2], data: Float64Array.of(4, 6) };
  expect(await totals()).toEqual([expected, expected, expected]);
  accumulators[1]?.add(vector(1), 'test');
  await expect(totals()).rejects.toThrow(ShapeError);
});
