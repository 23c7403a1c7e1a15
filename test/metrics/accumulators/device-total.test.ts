import * as tf from '@tensorflow/tfjs-core';
import { DeviceTotal } from '../../../src/metrics/accumulators/device-total';
import { useTestBackend } from '../../support/backend';

useTestBackend();

test('counts by ones beyond 2^24, where float32 does not', async () => {
  const start = 2 ** 24;
  expect(Math.fround(start + 1)).toBe(start);
  const total = new DeviceTotal('sum');
  const add = (value: number): void => tf.tidy(() => total.add(tf.scalar(value)));
  add(start);
  for (let time = 0; time < 100; time++) add(1);
  expect(await total.read()).toEqual(Float64Array.of(start + 100));
  total.dispose();
});

test('adds up to 10^8 in batches without losing one', async () => {
  const total = new DeviceTotal('sum');
  const batch = tf.tensor1d([99_999, 1]);
  for (let time = 0; time < 1000; time++) total.add(batch);
  expect(await total.read()).toEqual(Float64Array.of(99_999_000, 1000));
  batch.dispose();
  total.dispose();
});

test.each([
  ['max', 5],
  ['min', -1],
] as const)('keeps the %s', async (reduction, expected) => {
  const total = new DeviceTotal(reduction);
  for (const value of [3, 5, -1, 4]) tf.tidy(() => total.add(tf.scalar(value)));
  expect(await total.read()).toEqual(Float64Array.of(expected));
  total.dispose();
});

test('holds at most two tensors, none once disposed, and leaves what it is given alone', () => {
  const given = tf.tensor1d([1, 2]);
  const before = tf.memory().numTensors;
  const total = new DeviceTotal('sum');
  for (let time = 0; time < 5; time++) total.add(given);
  expect(tf.memory().numTensors).toBe(before + 2);
  total.dispose();
  expect([tf.memory().numTensors, given.isDisposed, total.isEmpty]).toEqual([before, false, true]);
  given.dispose();
});

test('survives the tidy in which it is fed', async () => {
  const total = new DeviceTotal('sum');
  tf.tidy(() => {
    total.add(tf.scalar(2));
    total.add(tf.scalar(3));
  });
  expect(await total.read()).toEqual(Float64Array.of(5));
  total.dispose();
});

test('an infinite sum stays infinite', async () => {
  const total = new DeviceTotal('sum');
  for (const value of [1, Infinity, 2]) tf.tidy(() => total.add(tf.scalar(value)));
  expect(await total.read()).toEqual(Float64Array.of(Infinity));
  total.dispose();
});
