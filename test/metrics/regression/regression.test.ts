import * as tf from '@tensorflow/tfjs-core';
import { NotComputableError, OptionError, ShapeError } from '../../../src/errors';
import * as metrics from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

type RegressionMetric = metrics.Metric<number, readonly [metrics.ArrayInput, metrics.ArrayInput]>;

const yPred = [1, 2.5, 4, -1, 3, 0.5];
const y = [1.5, 2, 2.5, -3, 3.5, 1];

/** What PyTorch Ignite gives for these numbers in double precision. */
const values: Readonly<Record<string, readonly [() => RegressionMetric, number]>> = {
  CanberraMetric: [() => new metrics.CanberraMetric(), 1.4521367521367516],
  FractionalAbsoluteError: [() => new metrics.FractionalAbsoluteError(), 0.4840455840455841],
  FractionalBias: [() => new metrics.FractionalBias(), 0.25612535612535614],
  GeometricMeanAbsoluteError: [() => new metrics.GeometricMeanAbsoluteError(), 0.7565428747114508],
  GeometricMeanRelativeAbsoluteError: [() => new metrics.GeometricMeanRelativeAbsoluteError(), 0.8332265278751332],
  'KendallRankCorrelation, b': [() => new metrics.KendallRankCorrelation(), 0.8666666666666666],
  'KendallRankCorrelation, c': [() => new metrics.KendallRankCorrelation({ variant: 'c' }), 0.8666666666666667],
  ManhattanDistance: [() => new metrics.ManhattanDistance(), 5.5],
  MaximumAbsoluteError: [() => new metrics.MaximumAbsoluteError(), 2],
  MeanAbsoluteError: [() => new metrics.MeanAbsoluteError(), 0.9166666666666666],
  MeanAbsoluteRelativeError: [() => new metrics.MeanAbsoluteRelativeError(), 0.4154761904761904],
  MeanError: [() => new metrics.MeanError(), -0.4166666666666667],
  MeanNormalizedBias: [() => new metrics.MeanNormalizedBias(), 0.13214285714285712],
  MeanSquaredError: [() => new metrics.MeanSquaredError(), 1.2083333333333333],
  MedianAbsoluteError: [() => new metrics.MedianAbsoluteError(), 0.5],
  MedianAbsolutePercentageError: [() => new metrics.MedianAbsolutePercentageError(), 41.666666666666664],
  MedianRelativeAbsoluteError: [() => new metrics.MedianRelativeAbsoluteError(), 0.9333333333333333],
  PearsonCorrelation: [() => new metrics.PearsonCorrelation(), 0.8709323412037754],
  'PearsonCorrelation, eps': [() => new metrics.PearsonCorrelation({ eps: 10 }), 0.29999999999999993],
  R2Score: [() => new metrics.R2Score(), 0.7142857142857143],
  RootMeanSquaredError: [() => new metrics.RootMeanSquaredError(), 1.0992421631894098],
  SpearmanRankCorrelation: [() => new metrics.SpearmanRankCorrelation(), 0.942857142857143],
  WaveHedgesDistance: [() => new metrics.WaveHedgesDistance(), -0.448809523809524],
};

describe.each(Object.entries(values))('%s', (_, [make, expected]) => {
  test('of plain arrays, of columns and of tensors', async () => {
    const metric = make();
    await metric.update([yPred, y]);
    expect(await metric.compute()).toBeCloseTo(expected, 12);
    metric.reset();
    await metric.update([yPred.map((value) => [value]), y.map((value) => [value])]);
    expect(await metric.compute()).toBeCloseTo(expected, 12);
    metric.reset();
    const tensors = [tf.tensor1d(yPred), tf.tensor1d(y)] as const;
    await metric.update(tensors);
    tf.dispose([...tensors]);
    expect(await metric.compute()).toBeCloseTo(expected, 5);
  });

  test('of two batches on a device', async () => {
    pretendReadsAreDear();
    const metric = make();
    for (const [from, to] of [
      [0, 2],
      [2, 6],
    ]) {
      const tensors = [tf.tensor1d(yPred.slice(from, to)), tf.tensor1d(y.slice(from, to))] as const;
      await metric.update(tensors);
      tf.dispose([...tensors]);
    }
    expect(await metric.compute()).toBeCloseTo(expected, 5);
    metric.dispose();
  });

  test('an empty batch counts for nothing, where it is not refused', async () => {
    const metric = make();
    await metric.update([yPred, y]);
    if (metric instanceof metrics.MaximumAbsoluteError) expect(() => metric.update([[], []])).toThrow(ShapeError);
    else await metric.update([[], []]);
    expect(await metric.compute()).toBeCloseTo(expected, 12);
  });
});

test.each([
  ['MeanSquaredError', new metrics.MeanSquaredError(), 91 / 2],
  ['RootMeanSquaredError', new metrics.RootMeanSquaredError(), Math.sqrt(91 / 2)],
  ['MeanAbsoluteError', new metrics.MeanAbsoluteError(), 21 / 2],
] as const)('%s divides by rows, not by elements, and takes integers', async (_, metric, expected) => {
  await metric.update([
    { dtype: 'int32', shape: [2, 3], data: Int32Array.of(1, 2, 3, 4, 5, 6) },
    { dtype: 'int32', shape: [2, 3], data: new Int32Array(6) },
  ]);
  expect(await metric.compute()).toBe(expected);
});

test.each([
  ['MedianAbsoluteError', new metrics.MedianAbsoluteError(), 1.5],
  ['MedianAbsolutePercentageError', new metrics.MedianAbsolutePercentageError(), (100 * (2 / 3 + 1)) / 2],
  ['MedianRelativeAbsoluteError', new metrics.MedianRelativeAbsoluteError(), 1.5],
] as const)('%s counts every element, and takes integers', async (_, metric, expected) => {
  await metric.update([
    { dtype: 'int32', shape: [2, 2], data: Int32Array.of(2, 3, 5, 3) },
    { dtype: 'int32', shape: [2, 2], data: Int32Array.of(1, 1, 3, 3) },
  ]);
  expect(await metric.compute()).toBeCloseTo(expected, 12);
});

test.each([
  ['MeanAbsoluteRelativeError', () => new metrics.MeanAbsoluteRelativeError()],
  ['MeanNormalizedBias', () => new metrics.MeanNormalizedBias()],
] as const)('%s: a target of 0 is refused by update, and by compute where reads are dear', async (_, make) => {
  const near = make();
  await near.update([[3], [2]]);
  expect(() => near.update([[1, 1], [1, 0]])).toThrow(NotComputableError);
  expect(Math.abs(await near.compute())).toBe(0.5);
  pretendReadsAreDear();
  const far = make();
  const tensors = [tf.tensor1d([1, 1]), tf.tensor1d([1, 0])] as const;
  await far.update(tensors);
  await far.update([[3], [2]]);
  tf.dispose([...tensors]);
  await expect(async () => far.compute()).rejects.toThrow(/MeanAbsoluteRelativeError|MeanNormalizedBias: expected targets other than 0/);
  far.reset();
  await far.update([[3], [2]]);
  expect(Math.abs(await far.compute())).toBe(0.5);
});

test.each<[string, RegressionMetric, number[], number[], number]>([
  ['both 0', new metrics.CanberraMetric(), [0], [0], 0],
  ['both 0', new metrics.FractionalAbsoluteError(), [0], [0], NaN],
  ['an exact prediction', new metrics.GeometricMeanAbsoluteError(), [1, 2], [1, 5], 0],
  ['both negative', new metrics.WaveHedgesDistance(), [-1], [-3], -2],
  ['NaN', new metrics.MaximumAbsoluteError(), [1, NaN, 5], [1, 1, 1], NaN],
  ['one example', new metrics.GeometricMeanRelativeAbsoluteError(), [1], [2], Infinity],
  ['one example', new metrics.MedianRelativeAbsoluteError(), [1], [2], Infinity],
  ['a target of 0', new metrics.MedianAbsolutePercentageError(), [1], [0], Infinity],
  ['one example', new metrics.PearsonCorrelation(), [1], [2], 0],
  ['equal targets', new metrics.PearsonCorrelation(), [1, 2], [0.1, 0.1], 0],
  ['equal targets', new metrics.PearsonCorrelation({ eps: 0 }), [1, 2], [0.1, 0.1], NaN],
  ['equal targets', new metrics.SpearmanRankCorrelation(), [1, 2], [3, 3], NaN],
  ['NaN', new metrics.SpearmanRankCorrelation(), [1, 2], [3, NaN], NaN],
  ['equal targets', new metrics.KendallRankCorrelation(), [1, 2], [3, 3], NaN],
])('%s: %p of %p and %p is %p', async (_, metric, predictions, targets, expected) => {
  await metric.update([predictions, targets]);
  expect(await metric.compute()).toBe(expected);
});

test('the largest error is NaN once one is, in whichever batch', async () => {
  const metric = new metrics.MaximumAbsoluteError();
  for (const value of [1, NaN, 5]) await metric.update([[value], [0]]);
  expect(await metric.compute()).toBe(NaN);
});

test('an exact prediction in one of several batches on a device', async () => {
  pretendReadsAreDear();
  const metric = new metrics.GeometricMeanAbsoluteError();
  for (const value of [3, 0, 2]) {
    const tensors = [tf.tensor1d([value]), tf.tensor1d([0])] as const;
    await metric.update(tensors);
    tf.dispose([...tensors]);
  }
  expect(await metric.compute()).toBe(0);
  metric.dispose();
});

test('correlation and determination survive a mean a million times the deviation', async () => {
  const [correlation, score] = [new metrics.PearsonCorrelation(), new metrics.R2Score()];
  for (const metric of [correlation, score]) {
    await metric.update([[1e6 + 1, 1e6 + 2], [1e6 + 2, 1e6 + 1]]);
    await metric.update([[1e6 + 3, 1e6 + 4], [1e6 + 4, 1e6 + 3]]);
  }
  expect(await correlation.compute()).toBe(0.6);
  expect(await score.compute()).toBeCloseTo(0.2, 12);
});

test('determination of equal targets cannot be computed', async () => {
  const score = new metrics.R2Score();
  await score.update([[1, 2], [0.1, 0.1]]);
  expect(() => score.compute()).toThrow(/R2Score: expected targets that are not all equal/);
  await score.update([[1], [0.2]]);
  expect(await score.compute()).toBeLessThan(0);
});

test('options that do not fit are refused', () => {
  expect(() => new metrics.KendallRankCorrelation({ variant: 'a' as 'b' })).toThrow(OptionError);
  expect(() => new metrics.PearsonCorrelation({ eps: -1 })).toThrow(OptionError);
  expect(() => new metrics.MeanSquaredError({ epsilon: 1 } as object)).toThrow(OptionError);
});

test('the first batch is tried at once when that is asked for', () => {
  const metric = new metrics.SpearmanRankCorrelation({ checkComputeFn: true });
  expect(() => metric.update([[1, 2], [1]])).toThrow(ShapeError);
  expect(metric.update([[1, 2], [1, 2]])).toBeUndefined();
});
