import * as tf from '@tensorflow/tfjs-core';
import { ShapeError } from '../../src/errors';
import { checkRank, checkSameShape, checkShape, oneHot, readArray, readScalar, readsAreCopies } from '../../src/tensor';
import { useTestBackend } from '../support/backend';
import { onDeviceBackend } from '../support/device-backend';

useTestBackend();

describe('reading', () => {
  it('is synchronous on the backends whose memory the program shares', () => {
    expect(readsAreCopies()).toBe(true);
    expect(readScalar(tf.scalar(2.5))).toBe(2.5);
    expect([...(readArray(tf.tensor1d([1, 2])) as Float32Array)]).toEqual([1, 2]);
  });

  it('waits for the device elsewhere', async () => {
    await onDeviceBackend(async () => {
      const [scalar, array] = [readScalar(tf.scalar(2.5)), readArray(tf.tensor1d([1, 2]))];
      expect(scalar).toBeInstanceOf(Promise);
      expect(await scalar).toBe(2.5);
      expect([...(await array)]).toEqual([1, 2]);
    });
  });
});

describe('oneHot', () => {
  it('gives a zero row for labels outside the classes', () => {
    expect(oneHot(tf.tensor1d([2, -100, 0, 3], 'int32'), 3).arraySync()).toEqual([[0, 0, 1], [0, 0, 0], [1, 0, 0], [0, 0, 0]]);
  });

  it('refuses labels that are not int32', () => {
    expect(() => oneHot(tf.tensor1d([1, 2]), 3)).toThrow(ShapeError);
  });
});

describe('shape checks', () => {
  it('name both shapes', () => {
    expect(() => checkSameShape('mse', tf.zeros([4, 1]), tf.zeros([4]))).toThrow("mse: expected y of yPred's shape [4, 1], got a tensor of shape [4]");
    expect(() => checkShape('w', tf.zeros([4]), [4], 'int32')).toThrow('shape [4] and dtype int32');
    expect(() => checkRank('w', tf.zeros([4]), [2, 3])).toThrow('rank 2 or 3');
  });

  it('pass what fits', () => {
    expect(() => {
      checkSameShape('mse', tf.zeros([4, 1]), tf.ones([4, 1]));
      checkShape('w', tf.zeros([4]), [4], 'float32');
      checkRank('w', tf.zeros([4]), [1]);
    }).not.toThrow();
  });
});
