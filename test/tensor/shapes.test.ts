import * as tf from '@tensorflow/tfjs-core';
import { checkRank, checkSameShape, checkShape } from '../../src/tensor';
import { useTestBackend } from '../support/backend';

useTestBackend();

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
