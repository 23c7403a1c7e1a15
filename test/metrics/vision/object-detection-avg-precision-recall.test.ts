import * as tf from '@tensorflow/tfjs-core';
import { OptionError, ShapeError } from '../../../src/errors';
import { ObjectDetectionAvgPrecisionRecall } from '../../../src/metrics';
import type { DetectionOutput } from '../../../src/metrics';
import { disposeTensors } from '../../../src/tensor';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

const box = [0, 0, 10, 10];
const other = [50, 50, 60, 60];
const none = { bbox: [], scores: [], labels: [] };

test.each([
  // The IoU of 0.8 is reached by the first seven of the ten thresholds, as float32 as well.
  ['default thresholds', { numClasses: 1 }, [[{ bbox: [[0, 0, 10, 8]], scores: [0.5], labels: [0] }], [{ bbox: [box], labels: [0] }]], [0.7, 0.7]],
  ['an IoU of exactly 0.6', { numClasses: 1, iouThresholds: [0.6] }, [[{ bbox: [[0, 0, 10, 6]], scores: [0.5], labels: [0] }], [{ bbox: [box], labels: [0] }]], [1, 1]],
  ['thresholds in any order', { numClasses: 1, iouThresholds: [0.9, 0.5], recThresholds: [1, 0] }, [[{ bbox: [[0, 0, 10, 6]], scores: [0.5], labels: [0] }], [{ bbox: [box], labels: [0] }]], [0.5, 0.5]],
  ['one detection an image', { numClasses: 1, maxDetectionsPerImagePerClass: 1, recThresholds: [0, 1] }, [[{ bbox: [box, other], scores: [0.5, 0.6], labels: [0, 0] }], [{ bbox: [box, other], labels: [0, 0] }]], [0.5, 0.5]],
  ['large objects, of which there are none', { numClasses: 1, areaRange: 'large' }, [[{ bbox: [box], scores: [0.5], labels: [0] }], [{ bbox: [box], labels: [0] }]], [-1, -1]],
  ['crowds', { numClasses: 1 }, [[{ bbox: [box, other], scores: [0.5, 0.6], labels: [0, 0] }], [{ bbox: [box, [0, 0, 99, 99]], labels: [0, 0], iscrowd: [false, true] }]], [1, 1]],
  ['an image without objects, one without detections', { numClasses: 1, recThresholds: [0] }, [[{ bbox: [box], scores: [0.9], labels: [0] }, { bbox: [box], scores: [0.5], labels: [0] }, none], [{ bbox: [], labels: [] }, { bbox: [box], labels: [0] }, { bbox: [box], labels: [0] }]], [0.5, 0.5]],
  ['nothing to find', { numClasses: 2 }, [[{ bbox: [box], scores: [0.9], labels: [1] }], [{ bbox: [], labels: [] }]], [-1, -1]],
  ['nothing found', { numClasses: 2 }, [[none], [{ bbox: [box], labels: [1] }]], [0, 0]],
] as const)('%s, here and on the device', async (_, options, output, expected) => {
  const metric = new ObjectDetectionAvgPrecisionRecall(options);
  await metric.update(output);
  expectClose(await metric.compute(), expected);
  pretendReadsAreDear();
  const before = tf.memory().numTensors;
  const far = new ObjectDetectionAvgPrecisionRecall(options);
  const tensors = inTensors(output);
  await far.update(tensors);
  disposeTensors(tensors);
  expectClose(await far.compute(), expected);
  far.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

function inTensors([yPred, y]: DetectionOutput): DetectionOutput {
  const boxes = (bbox: unknown): tf.Tensor => tf.tensor2d((bbox as number[][]).flat(), [(bbox as number[][]).length, 4]);
  const found = yPred.map(({ bbox, scores, labels }) => ({ bbox: boxes(bbox), scores: tf.tensor1d(scores as number[]), labels: tf.tensor1d(labels as number[], 'int32') }));
  const actual = y.map(({ bbox, labels, iscrowd }) => ({
    bbox: boxes(bbox),
    labels: tf.tensor1d(labels as number[], 'int32'),
    ...(iscrowd === undefined ? {} : { iscrowd: tf.tensor1d(iscrowd as boolean[], 'bool') }),
  }));
  return [found, actual];
}

function expectClose(got: unknown, expected: readonly number[]): void {
  expect(got).toEqual(expected.map((value) => expect.closeTo(value, 12)));
}

test('before the first image both are -1', () => {
  expect(new ObjectDetectionAvgPrecisionRecall().compute()).toEqual([-1, -1]);
});

test('what was seen on the host and what was seen on a device count together', async () => {
  const output = (bbox: readonly number[], score: number): DetectionOutput => [[{ bbox: [[...bbox]], scores: [score], labels: [0] }], [{ bbox: [box], labels: [0] }]];
  const metric = new ObjectDetectionAvgPrecisionRecall({ numClasses: 1, recThresholds: [0] });
  await metric.update(output(box, 0.5));
  pretendReadsAreDear();
  const tensors = inTensors(output(other, 0.9));
  await metric.update(tensors);
  disposeTensors(tensors);
  expect(await metric.compute()).toEqual([0.5, 0.5]);
  metric.dispose();
});

const image = { bbox: [box], scores: [0.5], labels: [0] };
const truth = { bbox: [box], labels: [0] };

test.each([
  ['no lists', [image, truth]],
  ['lists of different lengths', [[image], []]],
  ['no image', [[], []]],
  ['a detection without scores', [[{ bbox: [box], labels: [0] }], [truth]]],
  ['an object without a class', [[image], [{ bbox: [box] }]]],
  ['an array for each image', [[[[...box, 0.5, 0]]], [truth]]],
  ['more scores than boxes', [[{ ...image, scores: [0.5, 0.6] }], [truth]]],
  ['boxes of three numbers', [[{ ...image, bbox: [[0, 0, 1]] }], [truth]]],
  ['a matrix of scores', [[{ ...image, scores: [[0.5]] }], [truth]]],
  ['fewer crowds than objects', [[image], [{ ...truth, iscrowd: [] }]]],
  ['what is no array', [[{ ...image, scores: 'high' }], [truth]]],
  ['a class that there is not', [[image], [{ ...truth, labels: [3] }]]],
])('refuses %s and stays usable', async (_, output) => {
  const metric = new ObjectDetectionAvgPrecisionRecall({ numClasses: 3 });
  await metric.update([[image], [truth]]);
  expect(() => metric.update(output as never)).toThrow(ShapeError);
  expect(metric.compute()).toEqual([1, 1]);
});

test('a class that only the device has seen is refused when it computes', async () => {
  pretendReadsAreDear();
  const metric = new ObjectDetectionAvgPrecisionRecall({ numClasses: 3 });
  const tensors = inTensors([[image], [{ ...truth, labels: [3] }]]);
  await metric.update(tensors);
  disposeTensors(tensors);
  await expect(async () => metric.compute()).rejects.toThrow(ShapeError);
  metric.dispose();
});

test.each([{ iouThresholds: [0.5, 1.5] }, { recThresholds: [] }, { iouThresholds: 0.5 }, { numClasses: 0 }, { maxDetectionsPerImagePerClass: 0 }, { areaRange: 'tiny' }, { classes: 1 }])('refuses %p', (options) => {
  expect(() => new ObjectDetectionAvgPrecisionRecall(options as never)).toThrow(OptionError);
});
