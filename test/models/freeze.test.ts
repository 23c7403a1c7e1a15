import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { freeze, unfreeze } from '../../src/models';
import { useTestBackend } from '../support/backend';
import { noise, tinyDensenet } from './tiny';

useTestBackend();

const weightsOf = (model: LayersModel): Float32Array[] => model.layers.flatMap((layer) => layer.getWeights().map((weight) => weight.dataSync<'float32'>().slice()));

function runInTraining(model: LayersModel): Float32Array {
  return tf.tidy(() => (model.apply(tf.tensor4d(noise(2 * 32 * 32 * 3), [2, 32, 32, 3]), { training: true }) as tf.Tensor).dataSync<'float32'>().slice());
}

describe('freeze', () => {
  it('keeps running statistics in training mode, where trainable = false alone moves them', () => {
    const alone = tinyDensenet();
    for (const layer of alone.layers) layer.trainable = false;
    const frozen = tinyDensenet();
    freeze(frozen);
    const start = weightsOf(frozen);
    expect(weightsOf(alone)).toEqual(start);
    runInTraining(alone);
    runInTraining(frozen);
    expect(weightsOf(frozen)).toEqual(start);
    const moved = weightsOf(alone).filter((values, index) => values.some((value, at) => value !== start[index]?.[at]));
    expect(moved.length).toBe(2 * 11); // mean and variance of every batch normalisation
    alone.dispose();
    frozen.dispose();
  });

  it('makes training mode give what inference gives', () => {
    const model = tinyDensenet();
    freeze(model);
    const inference = tf.tidy(() => (model.predict(tf.tensor4d(noise(2 * 32 * 32 * 3), [2, 32, 32, 3])) as tf.Tensor).dataSync<'float32'>().slice());
    expect(runInTraining(model)).toEqual(inference);
    model.dispose();
  });

  it('takes every weight out of training, or those of the given layers', () => {
    const model = tinyDensenet();
    const all = model.trainableWeights.length;
    freeze(model.layers.filter(({ name }) => name !== 'classifier'));
    expect(model.trainableWeights.map(({ originalName }) => originalName)).toEqual(['classifier/kernel', 'classifier/bias']);
    freeze(model);
    expect(model.trainableWeights).toEqual([]);
    unfreeze(model);
    expect(model.trainableWeights.length).toBe(all);
    model.dispose();
  });

  it('is undone by unfreeze', () => {
    const model = tinyDensenet();
    const start = weightsOf(model);
    freeze(model);
    unfreeze(model);
    runInTraining(model);
    expect(weightsOf(model)).not.toEqual(start);
    model.dispose();
  });

  it('leaves no tensor behind in training mode', () => {
    const model = tinyDensenet();
    freeze(model);
    runInTraining(model);
    const before = tf.memory().numTensors;
    runInTraining(model);
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
  });
});
