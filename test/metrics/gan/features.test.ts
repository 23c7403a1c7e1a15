import * as tf from '@tensorflow/tfjs-core';
import { OptionError, ShapeError } from '../../../src/errors';
import { FID } from '../../../src/metrics';
import { Features } from '../../../src/metrics/gan/features';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

test('without an extractor the inputs are the features', () => {
  const features = new Features('test', { numFeatures: 2 });
  expect(features.read([[1, 2]])).toMatchObject({ shape: [1, 2], data: [1, 2] });
  for (const wrong of [[1, 2], [[1]], [[[1, 2]]], [], 'ab']) expect(() => features.read(wrong)).toThrow(ShapeError);
});

test('the extractor gets a tensor, and what it makes is disposed', () => {
  const seen: tf.Tensor[] = [];
  const features = new Features('test', {
    numFeatures: 2,
    featureExtractor: (images) => {
      seen.push(images);
      return tf.concat([images, tf.add(images, 1)], 1);
    },
  });
  const before = tf.memory().numTensors;
  expect(features.read([[1], [2]])).toMatchObject({ shape: [2, 2], data: Float32Array.of(1, 2, 2, 3) });
  expect(seen[0]?.shape).toEqual([2, 1]);
  expect(tf.memory().numTensors).toBe(before);
});

test.each(['near', 'dear'])('what the extractor had before, or was given, stays (reads: %s)', async (reads) => {
  if (reads === 'dear') pretendReadsAreDear();
  const [kept, images] = [tf.tensor2d([[1], [2]]), tf.tensor2d([[3], [4]])];
  for (const featureExtractor of [() => kept, (given: tf.Tensor) => given]) {
    const fid = new FID({ numFeatures: 1, featureExtractor });
    await fid.update([images, images]);
    expect(await fid.compute()).toBeCloseTo(0, 5);
    fid.dispose();
  }
  expect(kept.isDisposed || images.isDisposed).toBe(false);
  tf.dispose([kept, images]);
});

test.each(['near', 'dear'])('refuses what an extractor gives that is no features, and leaves nothing behind (reads: %s)', async (reads) => {
  if (reads === 'dear') pretendReadsAreDear();
  const wrong: ((images: tf.Tensor) => unknown)[] = [
    () => undefined,
    async (images) => Promise.resolve(images),
    () => [[1]],
    (images) => tf.concat([images, images], 1),
    (images) => tf.reshape(images, [-1]),
    () => tf.tensor2d([['a']]),
    () => tf.zeros([0, 1]),
  ];
  const images = tf.tensor2d([[3], [4]]);
  const before = tf.memory().numTensors;
  for (const featureExtractor of wrong) {
    const fid = new FID({ numFeatures: 1, featureExtractor: featureExtractor as never });
    await expect(async () => fid.update([images, images])).rejects.toThrow(/FID\.featureExtractor: expected .*features/);
  }
  expect(tf.memory().numTensors).toBe(before);
  images.dispose();
});

test('an error of the extractor reaches the caller', () => {
  const broken = (): never => {
    throw new RangeError('broken');
  };
  const before = tf.memory().numTensors;
  expect(() => new FID({ numFeatures: 1, featureExtractor: broken }).update([[[1]], [[1]]])).toThrow(RangeError);
  expect(tf.memory().numTensors).toBe(before);
});

test('refuses options that do not fit', () => {
  for (const options of [{}, { numFeatures: 0 }, { numFeatures: -1 }, { numFeatures: 1.5 }, { numFeatures: 1, featureExtractor: 1 }, { numFeatures: 1, layout: 'NCHW' }]) {
    expect(() => new FID(options as never)).toThrow(OptionError);
  }
});
