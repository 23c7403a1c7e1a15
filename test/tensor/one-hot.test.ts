import * as tf from '@tensorflow/tfjs-core';
import { ShapeError } from '../../src/errors';
import { oneHot } from '../../src/tensor';
import { useTestBackend } from '../support/backend';

useTestBackend();

describe('oneHot', () => {
  it('gives a zero row for labels outside the classes', () => {
    expect(oneHot(tf.tensor1d([2, -100, 0, 3], 'int32'), 3).arraySync()).toEqual([[0, 0, 1], [0, 0, 0], [1, 0, 0], [0, 0, 0]]);
  });

  it('refuses labels that are not int32', () => {
    expect(() => oneHot(tf.tensor1d([1, 2]), 3)).toThrow(ShapeError);
  });
});
