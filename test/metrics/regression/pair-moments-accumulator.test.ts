import * as tf from '@tensorflow/tfjs-core';
import { serial } from '../../../src/distributed';
import { CheckpointError } from '../../../src/errors';
import { PairMomentsAccumulator } from '../../../src/metrics/regression/pair-moments-accumulator';
import { useTestBackend } from '../../support/backend';
import { ranks } from '../../support/two-ranks';

useTestBackend();

const expected = { count: 3, meanP: 2, meanY: 5, pp: 2, yy: 26, py: 7 };

function addTensors(accumulator: PairMomentsAccumulator, yPred: number[], y: number[]): void {
  tf.tidy(() => accumulator.addOnDevice(tf.tensor1d(yPred), tf.tensor1d(y)));
}

test('gathers on the host, on the device, and on both, and leaves no tensor behind', async () => {
  const before = tf.memory().numTensors;
  const [host, device, both] = [new PairMomentsAccumulator(), new PairMomentsAccumulator(), new PairMomentsAccumulator()];
  host.add([1, 2], [2, 4]);
  host.add([], []);
  host.add([3], [9]);
  addTensors(device, [1, 2], [2, 4]);
  addTensors(device, [], []);
  addTensors(device, [3], [9]);
  addTensors(both, [3], [9]);
  both.add([1, 2], [2, 4]);
  for (const accumulator of [host, device, both]) {
    expect(await accumulator.total(serial)).toEqual(expected);
    expect(await accumulator.total(serial)).toEqual(expected);
    accumulator.reset();
    expect(await accumulator.total(serial)).toMatchObject({ count: 0 });
  }
  expect(tf.memory().numTensors).toBe(before);
});

test('what is on the device lands on the host with one read, and goes on from there', async () => {
  const before = tf.memory().numTensors;
  const accumulator = new PairMomentsAccumulator();
  addTensors(accumulator, [1], [2]);
  for (const { words, land } of accumulator.pending()) {
    land(words.dataSync());
    words.dispose();
  }
  expect(accumulator.pending()).toEqual([]);
  expect(tf.memory().numTensors).toBe(before);
  addTensors(accumulator, [2, 3], [4, 9]);
  expect(await accumulator.total(serial)).toEqual(expected);
  accumulator.reset();
});

test('float32 sums on the device keep the variance of numbers with a large mean', async () => {
  const accumulator = new PairMomentsAccumulator();
  const values = Array.from({ length: 64 }, (_, index) => 100_000 + (index % 4));
  for (let batch = 0; batch < 50; batch++) addTensors(accumulator, values, values);
  const { pp, yy, py } = await accumulator.total(serial);
  for (const sum of [pp, yy, py]) expect(sum).toBeCloseTo(50 * 64 * 1.25, 6);
  accumulator.reset();
});

test('goes over the ranks, one of them without data', async () => {
  const data: readonly [number[], number[]][] = [
    [[1], [2]],
    [[], []],
    [[2, 3], [4, 9]],
  ];
  const totals = await Promise.all(
    ranks(3).map(async (communicator, rank) => {
      const accumulator = new PairMomentsAccumulator();
      accumulator.add(...(data[rank] ?? [[], []]));
      return accumulator.total(communicator);
    }),
  );
  expect(totals).toEqual([expected, expected, expected]);
});

test('saves its sums and refuses other states', async () => {
  const [one, other] = [new PairMomentsAccumulator(), new PairMomentsAccumulator()];
  one.add([1, 2], [2, 4]);
  other.load(await one.save(serial), serial, 'moments')();
  other.add([3], [9]);
  expect(await other.total(serial)).toEqual(expected);
  for (const state of [undefined, 1, { dtype: 'float64' as const, shape: [2], data: Float64Array.of(1, 2) }]) {
    expect(() => other.load(state, serial, 'moments')).toThrow(CheckpointError);
  }
});
