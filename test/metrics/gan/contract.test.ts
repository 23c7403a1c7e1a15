import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { FID, InceptionScore } from '../../../src/metrics';
import { describeContract, subject, tensorsOf } from '../contract';

const feature = fc.float({ min: -2, max: 2, noNaN: true });
const features = fc.tuple(feature, feature, feature);
const share = fc.float({ min: Math.fround(0.05), max: 1, noNaN: true });
const probabilities = fc.tuple(share, share, share).map((shares) => shares.map((one) => one / shares.reduce((a, b) => a + b, 0)));
const stacked = (examples: readonly number[][]): tf.Tensor => tf.tensor2d(examples.map((example) => [...example]));
const doubled = (images: tf.Tensor): tf.Tensor => tf.mul(images, 2);

describeContract([
  subject({
    name: 'FID',
    make: (options) => new FID({ ...options, numFeatures: 3 }),
    example: fc.tuple(features, features),
    batch: tensorsOf('float32', 'float32'),
    refused: {
      'batches of different sizes': () => [tf.ones([4, 3]), tf.ones([5, 3])],
      'another number of features': () => [tf.ones([4, 3]), tf.ones([4, 2])],
      'features with three axes': () => [tf.ones([4, 3, 2]), tf.ones([4, 3, 2])],
      'an empty batch': () => [tf.ones([0, 3]), tf.ones([0, 3])],
      'plain arrays of another size': () => [[[1, 2]], [[1, 2]]],
      strings: () => [tf.tensor([['a', 'b', 'c']]), tf.tensor([['a', 'b', 'c']])],
    },
    // The square root of a covariance is steep where it is 0.
    tolerance: 5e-3,
  }),
  subject({
    name: 'FID with a feature extractor',
    make: (options) => new FID({ ...options, numFeatures: 3, featureExtractor: doubled }),
    example: fc.tuple(features, features),
    batch: tensorsOf('float32', 'float32'),
    refused: { 'images that the extractor takes, but for another number of features': () => [tf.ones([2, 4]), tf.ones([2, 4])] },
    tolerance: 5e-3,
  }),
  subject({
    name: 'InceptionScore',
    make: (options) => new InceptionScore({ ...options, numFeatures: 3 }),
    example: probabilities,
    batch: stacked,
    refused: {
      'another number of classes': () => tf.ones([4, 2]),
      'probabilities with three axes': () => tf.ones([4, 3, 2]),
      'an empty batch': () => tf.ones([0, 3]),
    },
  }),
  subject({
    name: 'InceptionScore with a feature extractor',
    make: (options) => new InceptionScore({ ...options, numFeatures: 3, featureExtractor: (images) => tf.softmax(images) }),
    example: features,
    batch: (examples) => stacked(examples.map((example) => [...example])),
    refused: { 'images that the extractor takes, but for another number of classes': () => tf.ones([2, 4]) },
  }),
]);
