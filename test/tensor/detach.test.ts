import * as tf from '@tensorflow/tfjs-core';
import { detach } from '../../src/tensor';
import { useTestBackend } from '../support/backend';

useTestBackend();

describe('detach', () => {
  it('counts as a constant where a function is differentiated', () => {
    const slope = tf.grad((x) => tf.mul(x, detach(x)));
    expect(slope(tf.scalar(3)).dataSync()[0]).toBe(3);
  });

  it('keeps the values', () => {
    expect([...detach(tf.tensor1d([1, 2])).dataSync()]).toEqual([1, 2]);
  });
});
