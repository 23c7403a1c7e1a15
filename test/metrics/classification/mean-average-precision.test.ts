import * as tf from '@tensorflow/tfjs-core';
import { NotComputableError, OptionError, ShapeError, StateError } from '../../../src/errors';
import { MeanAveragePrecision } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

const scores = [[0.9, 0.1], [0.6, 0.4], [0.7, 0.3], [0.2, 0.8]];
const labels = [0, 0, 1, 1];

test.each([
  // Class 0: hits at places 1 and 3, class 1: at 1 and 3.
  ['macro', [1 / 2 + (1 / 2) * (2 / 3), 1 / 2 + (1 / 2) * (2 / 3)].reduce((a, b) => a + b) / 2],
  ['weighted', 1 / 2 + (1 / 2) * (2 / 3)],
  [null, [5 / 6, 5 / 6]],
  // All scores below each other: hits at places 1, 2, 4 and 6.
  ['micro', (1 + 1 + 3 / 4 + 4 / 6) / 4],
] as const)('class mean %p of class scores, here and on the device', async (classMean, expected) => {
  const metric = new MeanAveragePrecision({ classMean });
  await metric.update([scores, labels]);
  expectClose(await metric.compute(), expected);
  pretendReadsAreDear();
  const before = tf.memory().numTensors;
  const far = new MeanAveragePrecision({ classMean, layout: 'NCHW' });
  const tensors = [tf.tensor2d(scores), tf.tensor1d(labels, 'int32')] as const;
  await far.update(tensors);
  tf.dispose([...tensors]);
  expectClose(await far.compute(), expected);
  far.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

function expectClose(got: unknown, expected: number | readonly number[]): void {
  expect([got].flat()).toEqual([expected].flat().map((value) => expect.closeTo(value, 7)));
}

test.each([
  ['binary', [[0.1, 0.9, 0.8], [0, 1, 0]], {}, 1],
  ['binary in one channel', [[[0.1], [0.9], [0.8]], [1, 0, 1]], {}, (1 / 2 + 2 / 3) / 2],
  ['equal scores, which are one step', [[0.5, 0.5, 0.5, 0.1], [1, 0, 1, 0]], {}, 2 / 3],
  ['infinite scores, each a step of its own', [[Infinity, Infinity, 0], [1, 0, 1]], {}, (1 + 2 / 3) / 2],
  ['no target', [[0.5, 0.1], [0, 0]], {}, 0],
  ['no target at thresholds', [[0.5, 0.1], [0, 0]], { recThresholds: [0.5] }, 0],
  ['thresholds in any order', [[0.9, 0.8, 0.7, 0.6], [1, 0, 1, 0]], { recThresholds: [1, 0.5] }, 0.5 + 0.5 * (2 / 3)],
  ['thresholds that are not at the end', [[0.9, 0.8, 0.7, 0.6], [1, 0, 1, 0]], { recThresholds: [0.5] }, 0.5],
])('%s', async (_, pair, options, expected) => {
  const metric = new MeanAveragePrecision(options);
  await metric.update(pair as never);
  expect(metric.compute()).toBeCloseTo(expected, 12);
});

test('a recall of exactly 0.3 does not reach the float32 threshold above it, one of 0.7 reaches that below', async () => {
  const tenths = Array.from({ length: 10 }, (_, index) => 1 - index / 10);
  const at = async (threshold: number, targets: readonly number[]): Promise<number> => {
    const metric = new MeanAveragePrecision({ recThresholds: [threshold] });
    await metric.update([[...tenths, 0, 0, 0, 0, 0, 0, 0], [...targets]]);
    return metric.compute();
  };
  // Ten targets: the first three places, then none for seven, then seven that are one step.
  expect(await at(0.3, [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1])).toBeCloseTo(Math.fround(0.3) * (10 / 17), 12);
  expect(await at(0.7, [1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0])).toBeCloseTo(Math.fround(0.7), 12);
});

test('multilabel with the labels second', async () => {
  const metric = new MeanAveragePrecision({ isMultilabel: true, classMean: null, layout: 'NCHW' });
  await metric.update([[[[0.9, 0.1], [0.2, 0.3]], [[0.5, 0.4], [0.6, 0.7]]], [[[1, 0], [0, 1]], [[0, 1], [0, 0]]]]);
  // Label 0: scores .9 .1 .5 .4 with targets 1 0 0 1; label 1: .2 .3 .6 .7 with 0 1 0 0.
  expectClose(metric.compute(), [(1 + 2 / 3) / 2, 1 / 3]);
});

test('weights of nothing give NaN', async () => {
  const metric = new MeanAveragePrecision({ isMultilabel: true, classMean: 'weighted' });
  await metric.update([[[0.5, 0.1]], [[0, 0]]]);
  expect(metric.compute()).toBeNaN();
});

test.each([
  ['integer scores', [Int32Array.of(1, 0), Int32Array.of(1, 0)], ShapeError],
  ['a binary target of 2', [[0.1, 0.2], [0, 2]], ShapeError],
  ['shapes that do not go together', [[0.1, 0.2], [0]], ShapeError],
  ['another kind', [scores, labels], StateError],
])('refuses %s and stays usable', async (_, pair, error) => {
  const metric = new MeanAveragePrecision();
  expect(() => metric.compute()).toThrow(NotComputableError);
  await metric.update([[0.4, 0.6], [0, 1]]);
  expect(() => metric.update(pair as never)).toThrow(error);
  expect(metric.compute()).toBe(1);
});

test.each([[[0, 2]], [[0, -1]], [[0, 0.5]]])('refuses the classes %p, on a device when it computes', async (targets) => {
  const metric = new MeanAveragePrecision();
  expect(() => metric.update([scores.slice(0, 2), targets])).toThrow(ShapeError);
  pretendReadsAreDear();
  const tensors = [tf.tensor2d(scores.slice(0, 2)), tf.tensor1d(targets)] as const;
  await metric.update(tensors);
  await expect(async () => metric.compute()).rejects.toThrow(ShapeError);
  metric.dispose();
  tf.dispose([...tensors]);
});

test.each([{ classMean: 'samples' }, { recThresholds: 0.5 }, { recThresholds: [] }, { recThresholds: [0.5, 1.5] }, { averages: 1 }])('refuses %p', (options) => {
  expect(() => new MeanAveragePrecision(options as never)).toThrow(OptionError);
});
