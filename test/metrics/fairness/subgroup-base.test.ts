import * as tf from '@tensorflow/tfjs-core';
import { Engine } from '../../../src/engine';
import { OptionError, ShapeError, StateError } from '../../../src/errors';
import type { BaseMetric, ScalarAccumulator } from '../../../src/metrics';
import { Accuracy, EpochMetric, Metric, parseMetricOptions, scalar, SubgroupMetric } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

const baseMetric: BaseMetric<Accuracy> = (options) => new Accuracy(options);
const three = [[1, 0, 0], [0, 1, 0]];
const two = [[1, 0], [0, 1]];

describe('what is refused counts for nobody', () => {
  test('for its values in the last group', async () => {
    const metric = new SubgroupMetric({ baseMetric, groups: [0, 1] });
    await metric.update([[1, 0], [1, 1], [0, 1]]);
    expect(() => metric.update([[0, 2], [1, 1], [0, 1]])).toThrow(ShapeError);
    expect(await metric.compute()).toEqual({ 0: 1, 1: 0 });
  });

  test('for another kind of data, though a group that comes first has seen none', async () => {
    const metric = new SubgroupMetric({ baseMetric, groups: [0, 1] });
    await metric.update([three, [0, 1], [1, 1]]);
    expect(() => metric.update([two, [0, 1], [0, 1]])).toThrow(ShapeError);
    expect(() => metric.update([[1, 0], [0, 1], [0, 1]])).toThrow(StateError);
    expect(await metric.compute()).toEqual({ 1: 1 });
    metric.reset();
    await metric.update([two, [0, 1], [0, 1]]);
    expect(await metric.compute()).toEqual({ 0: 1, 1: 1 });
  });

  test('nor after its state was loaded', async () => {
    const [metric, resumed] = [new SubgroupMetric({ baseMetric, groups: [0, 1] }), new SubgroupMetric({ baseMetric, groups: [0, 1] })];
    await metric.update([three, [0, 1], [1, 1]]);
    resumed.loadStateDict(await metric.stateDict());
    expect(() => resumed.update([two, [0, 1], [0, 1]])).toThrow(ShapeError);
    expect(await resumed.compute()).toEqual({ 1: 1 });
  });
});

test('rows of no group are not looked at', async () => {
  const metric = new SubgroupMetric({ baseMetric, groups: ['a'] });
  await metric.update([[9, 1, 0], [9, 1, 1], ['b', 'a', 'a']]);
  await metric.update([[9], [9], ['b']]);
  expect(await metric.compute()).toEqual({ a: 0.5 });
});

test('a metric that keeps everything keeps no more of the trial than a part of one batch', async () => {
  const seen: number[] = [];
  const metric = new SubgroupMetric({ baseMetric: (options) => new EpochMetric(({ shape }) => seen.push(shape[0] ?? 0), options), groups: ['a', 'b'] });
  for (let batch = 0; batch < 3; batch++) await metric.update([[1, 2, 3], [1, 2, 3], ['a', 'a', 'b']]);
  await metric.compute();
  expect(seen).toEqual([6, 3]);
  expect((await metric.stateDict()).trial).toMatchObject({ batch: { predictions: { shape: [2] } } });
});

describe('labels on a device that is dear to read', () => {
  test('are read once, for compute and stateDict', async () => {
    const near = new SubgroupMetric({ baseMetric, groups: [0, 1, 5] });
    const far = new SubgroupMetric({ baseMetric, groups: [0, 1, 5] });
    const batches = [[[1, 0, 1], [1, 1, 1], [0, 1, 7]], [[0, 0], [0, 1], [1, 1]]] as const;
    for (const batch of batches) await near.update(batch);
    const value = await near.compute();
    pretendReadsAreDear();
    const before = tf.memory().numTensors;
    const read = jest.spyOn(tf.Tensor.prototype, 'data');
    for (const batch of batches) {
      const tensors = batch.map((values) => tf.tensor1d([...values], 'int32')) as [tf.Tensor, tf.Tensor, tf.Tensor];
      await far.update(tensors);
      tf.dispose(tensors);
    }
    expect(read).not.toHaveBeenCalled();
    expect(await far.compute()).toEqual(value);
    // One for the labels, and one for what the groups' metrics then have on the device.
    expect(read).toHaveBeenCalledTimes(2);
    const state = await far.stateDict();
    far.dispose();
    expect(tf.memory().numTensors).toBe(before);
    far.loadStateDict(state);
    expect(await far.compute()).toEqual(value);
  });

  test('with predictions and targets in plain memory, which change afterwards', async () => {
    pretendReadsAreDear();
    const before = tf.memory().numTensors;
    const metric = new SubgroupMetric({ baseMetric, groups: [0, 1] });
    const [predictions, labels] = [Int32Array.of(1, 0), tf.tensor1d([0, 1], 'int32')];
    await metric.update([predictions, [1, 1], labels]);
    predictions.fill(1);
    expect(await metric.compute()).toEqual({ 0: 1, 1: 0 });
    labels.dispose();
    metric.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('refuse shapes when they come, and leave nothing behind', async () => {
    pretendReadsAreDear();
    const before = tf.memory().numTensors;
    const metric = new SubgroupMetric({ baseMetric, groups: [0, 1] });
    const labels = tf.tensor1d([0, 1], 'int32');
    await metric.update([three, [0, 1], labels]);
    const matrix = tf.tensor2d([[0, 1]], [1, 2], 'int32');
    for (const [yPred, y, groupLabels] of [[two, [0, 1], labels], [three, [0], labels], [three, ['a', 'b'], labels], [three, [0, 1], matrix]] as const) {
      expect(() => metric.update([yPred, y as never, groupLabels])).toThrow(ShapeError);
    }
    expect(await metric.compute()).toEqual({ 0: 1, 1: 1 });
    tf.dispose([labels, matrix]);
    metric.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

class Later extends Metric<number, readonly [readonly number[], readonly number[]], { sum: ScalarAccumulator }> {
  protected readonly accumulators = { sum: scalar() };

  constructor() {
    super({ owner: 'Later', keys: null }, parseMetricOptions('Later'));
  }

  async update([yPred]: readonly [readonly number[], readonly number[]]): Promise<void> {
    await Promise.resolve();
    for (const value of yPred) this.accumulators.sum.add(value);
  }

  protected evaluate({ sum }: { sum: number }): Promise<number> {
    return Promise.resolve(sum);
  }
}

test('waits for a metric that takes its time', async () => {
  const metric = new SubgroupMetric({ baseMetric: () => new Later(), groups: ['a', 'b'] });
  await metric.update([[1, 2, 3], [0, 0, 0], ['a', 'b', 'a']]);
  expect(await metric.compute()).toEqual({ a: 4, b: 2 });
});

test('takes an output with named entries, and writes the groups’ values', async () => {
  const output = { yPred: Int32Array.of(1, 0), y: Int32Array.of(1, 1), groupLabels: ['a', 'b'] };
  const engine = new Engine(() => output);
  new SubgroupMetric({ baseMetric, groups: ['a', 'b'] }).attach(engine, 'accuracy');
  const { metrics } = await engine.run([0]);
  expect(metrics).toEqual({ accuracy: { a: 1, b: 0 }, a: 1, b: 0 });
});

test('refuses what makes no metric, or the same one each time, and outputs that are no triple', () => {
  const shared = new Accuracy();
  for (const factory of [() => shared, () => 1, shared, undefined]) {
    expect(() => new SubgroupMetric({ baseMetric: factory as never, groups: [0] })).toThrow(OptionError);
  }
  const metric = new SubgroupMetric({ baseMetric, groups: [0] });
  for (const output of [[[1], [1]], [[1], [1], [0], [0]], [[1], [1, 1], [0]], [[1, 1], [1, 1], [0]], [1, 1, [0]]]) {
    expect(() => metric.update(output as never)).toThrow(ShapeError);
  }
  expect(metric.compute()).toEqual({});
});
