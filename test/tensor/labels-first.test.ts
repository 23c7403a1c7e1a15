import * as tf from '@tensorflow/tfjs-core';
import { refuseLabelsFirst } from '../../src/tensor';

describe('the functions of tf.losses', () => {
  it('are refused by identity, with the wrapper to write', () => {
    expect(() => refuseLabelsFirst('lossFn', tf.losses.meanSquaredError)).toThrow('(yPred, y) => tf.losses.meanSquaredError(y, yPred)');
    expect(() => refuseLabelsFirst('lossFn', (yPred: tf.Tensor) => yPred)).not.toThrow();
  });
});
