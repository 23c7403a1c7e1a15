import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { CommonObjectDetectionMetrics, ObjectDetectionAvgPrecisionRecall } from '../../../src/metrics';
import { describeContract, subject } from '../contract';

interface Box {
  readonly corners: readonly number[];
  readonly score: number;
  readonly label: number;
  readonly isCrowd: boolean;
}

const side = fc.integer({ min: 4, max: 120 });
const place = fc.integer({ min: 0, max: 60 });
// The order of equal scores is that of the images. Of so many float32 values hardly ever two are equal.
const score = fc.noBias(fc.integer({ min: 2 ** 29, max: 2 ** 30 })).map((bits) => new Float32Array(Uint32Array.of(bits).buffer)[0] ?? NaN);
const box: fc.Arbitrary<Box> = fc
  .tuple(place, place, side, side, score, fc.integer({ min: 0, max: 1 }), fc.boolean())
  .map(([x, y, width, height, confidence, label, isCrowd]) => ({ corners: [x, y, x + width, y + height], score: confidence, label, isCrowd }));
const image = fc.tuple(fc.array(box, { maxLength: 6 }), fc.array(box, { maxLength: 5 })).map(([found, objects]) => {
  // Some of the detections are close to what there is.
  const near = objects.slice(0, 3).map(({ corners: [x1 = 0, y1 = 0, x2 = 0, y2 = 0], label, score: confidence }) => ({ corners: [x1 + 2, y1, x2 + 3, y2], score: confidence, label, isCrowd: false }));
  return [[...near, ...found], objects] as const;
});

function boxes(all: readonly Box[]): tf.Tensor {
  return tf.tensor2d(all.flatMap(({ corners }) => corners), [all.length, 4]);
}

const common = {
  example: image,
  batch: (images: readonly (readonly [readonly Box[], readonly Box[]])[]) => [
    images.map(([found]) => ({ bbox: boxes(found), scores: tf.tensor1d(found.map(({ score }) => score)), labels: tf.tensor1d(found.map(({ label }) => label), 'int32') })),
    images.map(([, objects]) => ({ bbox: boxes(objects), labels: tf.tensor1d(objects.map(({ label }) => label), 'int32'), iscrowd: tf.tensor1d(objects.map(({ isCrowd }) => isCrowd), 'bool') })),
  ],
  refused: {
    'no image': () => [[], []],
    'an image more than there are truths': () => [[{ bbox: [], scores: [], labels: [] }], []],
    'a detection without scores': () => [[{ bbox: [], labels: [] }], [{ bbox: [], labels: [] }]],
    'more boxes than scores': () => [[{ bbox: tf.zeros([2, 4]), scores: tf.zeros([1]), labels: tf.zeros([2]) }], [{ bbox: [], labels: [] }]],
    'a class that there is not': () => [[{ bbox: [], scores: [], labels: [] }], [{ bbox: [[0, 0, 9, 9]], labels: [2] }]],
  },
};

describeContract([
  subject({
    name: 'ObjectDetectionAvgPrecisionRecall',
    make: (options) => new ObjectDetectionAvgPrecisionRecall({ ...options, numClasses: 2, iouThresholds: [0.3, 0.5, 0.8], maxDetectionsPerImagePerClass: 3 }),
    before: [-1, -1],
    ...common,
  }),
  subject({
    name: 'CommonObjectDetectionMetrics',
    make: (options) => new CommonObjectDetectionMetrics({ ...options, numClasses: 2 }),
    before: Object.fromEntries(['AP@50..95', 'AR-100', 'AP@50', 'AP@75', 'AP-S', 'AR-S', 'AP-M', 'AR-M', 'AP-L', 'AR-L', 'AR-1', 'AR-10'].map((name) => [name, -1])),
    ...common,
  }),
]);
