import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { OptionError, ShapeError, StateError } from '../../src/errors';
import { batchNormMode, forwardWithBatchStatistics, setBatchNormMode } from '../../src/models';
import type { BatchNormMode } from '../../src/models';
import { useTestBackend } from '../support/backend';
import { noise, tinyDensenet } from './tiny';

useTestBackend();

const epsilon = 1e-5;
const values = [1, 10, 3, 20, 5, 60];

function normalization(): LayersModel {
  const input = tfl.input({ shape: [2] });
  return tfl.model({ inputs: input, outputs: tfl.layers.batchNormalization({ epsilon, momentum: 0.9 }).apply(input) as tfl.SymbolicTensor });
}

function train(model: LayersModel): { output: number[]; mean: number[]; variance: number[] } {
  const output = tf.tidy(() => (model.apply(tf.tensor2d(values, [3, 2]), { training: true }) as tf.Tensor).dataSync());
  const [, , mean, variance] = model.getWeights().map((weight) => Array.from(weight.dataSync()));
  return { output: Array.from(output), mean: mean ?? [], variance: variance ?? [] };
}

const close = (actual: readonly number[], expected: readonly number[]): void => {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, index) => expect(value).toBeCloseTo(expected[index] ?? NaN, 5));
};

// Columns 1, 3, 5 and 10, 20, 60: means 3 and 30, biased variances 8/3 and 1400/3, unbiased 4 and 700.
const normalized = values.map((value, index) => (value - (index % 2 === 0 ? 3 : 30)) / Math.sqrt((index % 2 === 0 ? 8 / 3 : 1400 / 3) + epsilon));

describe('setBatchNormMode', () => {
  it('torch normalises by the biased variance and keeps the unbiased one', () => {
    const model = normalization();
    setBatchNormMode(model, 'torch');
    const { output, mean, variance } = train(model);
    close(output, normalized);
    close(mean, [0.3, 3]);
    close(variance, [0.9 + 0.4, 0.9 + 70]);
    model.dispose();
  });

  it('layers keeps the biased variance, as TensorFlow.js does', () => {
    const model = normalization();
    const { output, variance } = train(model);
    close(output, normalized);
    close(variance, [0.9 + 0.1 * (8 / 3), 0.9 + 0.1 * (1400 / 3)]);
    model.dispose();
  });

  it('inference uses the running statistics and leaves them alone, whatever the mode of the model', () => {
    const model = normalization();
    setBatchNormMode(model, 'inference');
    const { output, mean, variance } = train(model);
    close(output, values.map((value) => value / Math.sqrt(1 + epsilon)));
    close(mean, [0, 0]);
    close(variance, [1, 1]);
    model.dispose();
  });

  it('torch trains whether the layer is trainable or not', () => {
    const model = normalization();
    for (const layer of model.layers) layer.trainable = false;
    setBatchNormMode(model, 'torch');
    close(train(model).mean, [0.3, 3]);
    model.dispose();
  });

  it.each<BatchNormMode>(['layers', 'inference', 'torch'])('%s leaves inference and the saved configuration as they are', (mode) => {
    const model = normalization();
    const x = tf.tensor2d(values, [3, 2]);
    const before = [model.toJSON(null, false), (model.predict(x) as tf.Tensor).dataSync()];
    setBatchNormMode(model, mode);
    expect([model.toJSON(null, false), (model.predict(x) as tf.Tensor).dataSync()]).toEqual(before);
    model.dispose();
    x.dispose();
  });

  it('can be changed at any time, and layers takes the wrapper off', () => {
    const model = normalization();
    const [, layer] = model.layers;
    if (layer === undefined) throw new Error('no layer');
    for (const mode of ['torch', 'inference', 'layers'] as const) {
      setBatchNormMode([layer], mode);
      expect(batchNormMode(layer)).toBe(mode);
    }
    expect(Object.hasOwn(layer, 'call')).toBe(false);
    close(train(model).variance, [0.9 + 0.1 * (8 / 3), 0.9 + 0.1 * (1400 / 3)]);
    model.dispose();
  });

  it('reaches the layers of a model inside a model', () => {
    const inner = normalization();
    const input = tfl.input({ shape: [2] });
    const outer = tfl.model({ inputs: input, outputs: inner.apply(input) as tfl.SymbolicTensor });
    setBatchNormMode(outer, 'inference');
    expect(batchNormMode(inner.layers[1] as tfl.layers.Layer)).toBe('inference');
    outer.dispose();
  });

  it('torch lets gradients through, equal to those of TensorFlow.js', () => {
    const gradients = (['layers', 'torch'] as const).map((mode) => {
      const model = normalization();
      setBatchNormMode(model, mode);
      const x = tf.tensor2d(values, [3, 2]);
      const gradient = tf.grad((input) => tf.sum(tf.mul(model.apply(input, { training: true }) as tf.Tensor, tf.tensor2d(noise(6), [3, 2]))))(x);
      model.dispose();
      return Array.from(gradient.dataSync());
    });
    close(gradients[1] ?? [], gradients[0] ?? [NaN]);
  });

  it('torch leaves no tensor behind in training mode', () => {
    const model = normalization();
    setBatchNormMode(model, 'torch');
    train(model);
    const before = tf.memory().numTensors;
    train(model);
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
  });

  it('torch refuses a batch of one value, as PyTorch does', () => {
    const model = normalization();
    setBatchNormMode(model, 'torch');
    expect(() => tf.tidy(() => model.apply(tf.ones([1, 2]), { training: true }) as tf.Tensor)).toThrow(ShapeError);
    model.dispose();
  });

  it('refuses an unknown mode', () => {
    expect(() => setBatchNormMode(normalization(), 'eval' as BatchNormMode)).toThrow(OptionError);
  });

  it('torch refuses a layer without scale', () => {
    const input = tfl.input({ shape: [2] });
    const model = tfl.model({ inputs: input, outputs: tfl.layers.batchNormalization({ scale: false }).apply(input) as tfl.SymbolicTensor });
    expect(() => setBatchNormMode(model, 'torch')).toThrow('with scale and offset');
  });
});

describe('forwardWithBatchStatistics', () => {
  it('gives what training mode gives, and the same running statistics', () => {
    const [first, second] = [tinyDensenet(), tinyDensenet()];
    const x = tf.tensor4d(noise(2 * 32 * 32 * 3), [2, 32, 32, 3]);
    const outputs = [first, second].map((model, index) => {
      setBatchNormMode(model, 'torch');
      const output = index === 0 ? forwardWithBatchStatistics(model, x) : tf.tidy(() => model.apply(x, { training: true }) as tf.Tensor);
      const statistics = model.getWeights().map((weight) => weight.dataSync());
      return [output.dataSync(), ...statistics];
    });
    expect(outputs[0]).toEqual(outputs[1]);
    first.dispose();
    second.dispose();
  });

  it('ends with the call: the next prediction uses the running statistics again', () => {
    const model = tinyDensenet();
    const x = tf.tensor4d(noise(2 * 32 * 32 * 3), [2, 32, 32, 3]);
    setBatchNormMode(model, 'torch');
    const before = tf.memory().numTensors;
    forwardWithBatchStatistics(model, x).dispose();
    expect(tf.memory().numTensors).toBe(before);
    const statistics = model.getWeights().map((weight) => weight.dataSync());
    (model.predict(x) as tf.Tensor).dispose();
    expect(model.getWeights().map((weight) => weight.dataSync())).toEqual(statistics);
    model.dispose();
  });

  it('refuses a model without batch normalisation in mode torch', () => {
    expect(() => forwardWithBatchStatistics(tinyDensenet(), tf.zeros([2, 32, 32, 3]))).toThrow(StateError);
  });
});
