import * as tf from '@tensorflow/tfjs-core';
import { CheckpointError } from '../../../src/errors';
import { serial } from '../../../src/distributed';
import { scalar } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';
import { ranks } from '../../support/two-ranks';
import { saved, total } from './accumulators';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

test.each([
  ['sum', 0, 6],
  ['max', -Infinity, 4],
  ['min', Infinity, -1],
] as const)('%s: from %d', (reduction, before, after) => {
  const accumulator = scalar(reduction);
  expect(total(accumulator)).toBe(before);
  for (const value of [3, -1, 4]) accumulator.add(value);
  expect(total(accumulator)).toBe(after);
  accumulator.reset();
  expect(total(accumulator)).toBe(before);
});

test('counts beyond 2^24 and reads scalars of float32', () => {
  const accumulator = scalar();
  accumulator.add(2 ** 24);
  const one = tf.scalar(1);
  for (let time = 0; time < 3; time++) accumulator.add(one);
  expect(total(accumulator)).toBe(2 ** 24 + 3);
  expect(one.isDisposed).toBe(false);
  one.dispose();
});

test('on a device that is dear to read nothing is read before the total, and numbers add to it', async () => {
  pretendReadsAreDear();
  const before = tf.memory().numTensors;
  const accumulator = scalar();
  const dataSync = jest.spyOn(tf.Tensor.prototype, 'dataSync');
  const data = jest.spyOn(tf.Tensor.prototype, 'data');
  tf.tidy(() => accumulator.add(tf.scalar(2)));
  tf.tidy(() => accumulator.add(tf.scalar(3)));
  accumulator.add(0.5);
  expect([dataSync.mock.calls.length, data.mock.calls.length]).toEqual([0, 0]);
  expect(await accumulator.total(serial)).toBe(5.5);
  expect([dataSync.mock.calls.length, data.mock.calls.length]).toEqual([0, 1]);
  expect(await accumulator.total(serial)).toBe(5.5);
  accumulator.reset();
  expect([total(accumulator), tf.memory().numTensors]).toEqual([0, before]);
});

test('is saved and loaded, and refuses what is no number', () => {
  const accumulator = scalar();
  accumulator.add(7);
  const other = scalar();
  other.add(1);
  other.load(saved(accumulator), serial, 'test')();
  expect(total(other)).toBe(7);
  expect(() => other.load('7', serial, 'test')).toThrow(CheckpointError);
});

test('over ranks the total is that of all, and a loaded total counts once', async () => {
  const [first, second] = ranks(2).map((communicator, rank) => ({ communicator, accumulator: scalar(), rank }));
  const both = [first, second].flatMap((one) => one ?? []);
  both.forEach(({ accumulator, rank }) => accumulator.add(rank + 1));
  const state = await Promise.all(both.map(async ({ accumulator, communicator }) => accumulator.save(communicator)));
  expect(state).toEqual([3, 3]);
  both.forEach(({ accumulator, communicator }, index) => accumulator.load(state[index], communicator, 'test')());
  expect(await Promise.all(both.map(async ({ accumulator, communicator }) => accumulator.total(communicator)))).toEqual([3, 3]);
});
