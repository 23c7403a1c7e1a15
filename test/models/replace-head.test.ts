import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { OptionError, ShapeError, StateError } from '../../src/errors';
import { exportWeights, freeze, replaceHead, splitHead } from '../../src/models';
import { useTestBackend } from '../support/backend';
import { noise, tinyDensenet } from './tiny';

useTestBackend();

const images = (): tf.Tensor4D => tf.tensor4d(noise(2 * 32 * 32 * 3), [2, 32, 32, 3]);

describe('replaceHead', () => {
  it('shares the backbone and starts the new classifier as torch.nn.Linear does', async () => {
    const model = tinyDensenet();
    const backbone = model.layers.slice(0, -1);
    const replaced = replaceHead(model, { classes: 500, seed: 3 });
    expect(replaced.layers.slice(0, -1)).toEqual(backbone);
    const weights = await exportWeights(replaced);
    const bound = 1 / Math.sqrt(16);
    for (const [key, shape] of [['classifier.weight', [500, 16]], ['classifier.bias', [500]]] as const) {
      const { data = new Float32Array(), shape: actual } = weights.get(key) ?? {};
      expect(actual).toEqual(shape);
      expect(Math.max(...data)).toBeLessThanOrEqual(bound);
      expect(Math.max(...data)).toBeGreaterThan(0.97 * bound);
      expect(Math.min(...data)).toBeLessThan(-0.97 * bound);
    }
    replaced.dispose();
  });

  it('is decided by the seed', async () => {
    const kernels = await Promise.all(
      [1, 1, 2].map(async (seed) => (await exportWeights(replaceHead(tinyDensenet(), { classes: 3, seed }))).get('classifier.weight')?.data),
    );
    expect(kernels[1]).toEqual(kernels[0]);
    expect(kernels[2]).not.toEqual(kernels[0]);
  });

  it('standardises the features by mean and variance, and keeps that out of training', () => {
    const width = 16;
    const mean = noise(width, 5);
    const variance = noise(width, 6).map((value) => 1.5 + value);
    const model = replaceHead(tinyDensenet(), { classes: 3, standardize: { mean, variance } });
    const { backbone, head } = splitHead(model);
    const [features, logits, kernel, bias] = tf.tidy(() => {
      const x = backbone.predict(images()) as tf.Tensor2D;
      const [weights, offset] = model.getLayer('classifier').getWeights();
      return [x, head.predict(x) as tf.Tensor, weights, offset].map((each) => Array.from(each?.dataSync() ?? []));
    }) as unknown as [number[], number[], number[], number[]];
    const epsilon = 1e-5 * (variance.reduce((sum, value) => sum + value, 0) / width);
    for (let row = 0; row < 2; row++) {
      for (let unit = 0; unit < 3; unit++) {
        let expected = bias[unit] ?? NaN;
        for (let at = 0; at < width; at++) {
          const standardized = ((features[row * width + at] ?? NaN) - (mean[at] ?? NaN)) / Math.sqrt((variance[at] ?? NaN) + epsilon);
          expected += standardized * (kernel[at * 3 + unit] ?? NaN);
        }
        expect(logits[row * 3 + unit]).toBeCloseTo(expected, 4);
      }
    }
    freeze(backbone);
    expect(model.trainableWeights.map(({ originalName }) => originalName)).toEqual(['classifier/kernel', 'classifier/bias']);
    model.dispose();
  });

  it('keeps a feature that never varies at zero', () => {
    const zeros = new Float32Array(16);
    const model = replaceHead(tinyDensenet(), { classes: 3, standardize: { mean: zeros, variance: zeros } });
    const logits = tf.tidy(() => Array.from((splitHead(model).head.predict(tf.zeros([1, 16])) as tf.Tensor).dataSync()));
    const bias = Array.from(model.getLayer('classifier').getWeights()[1]?.dataSync() ?? []);
    expect(logits).toEqual(bias);
    model.dispose();
  });

  it('replaces a head with its standardisation, too', () => {
    const statistics = { mean: new Float32Array(16), variance: new Float32Array(16).fill(1) };
    const model = replaceHead(replaceHead(tinyDensenet(), { classes: 3, standardize: statistics }), { classes: 4 });
    expect(model.layers.some(({ name }) => name === 'standardize')).toBe(false);
    expect(model.outputShape).toEqual([null, 4]);
    model.dispose();
  });

  it('leaves no tensor behind when the new model is disposed', () => {
    const before = tf.memory().numTensors;
    const statistics = { mean: new Float32Array(16), variance: new Float32Array(16).fill(1) };
    replaceHead(tinyDensenet(), { classes: 3, standardize: statistics }).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses wrong options', () => {
    expect(() => replaceHead(tinyDensenet(), { classes: 0 })).toThrow(OptionError);
    const short = { mean: [1], variance: [1] };
    expect(() => replaceHead(tinyDensenet(), { classes: 2, standardize: short })).toThrow(ShapeError);
    const negative = { mean: new Float32Array(16), variance: new Float32Array(16).fill(-1) };
    expect(() => replaceHead(tinyDensenet(), { classes: 2, standardize: negative })).toThrow(OptionError);
  });

  it('refuses a model that does not end in a dense layer', () => {
    const input = tfl.input({ shape: [4] });
    const model = tfl.model({ inputs: input, outputs: tfl.layers.reLU().apply(input) as tfl.SymbolicTensor });
    expect(() => replaceHead(model, { classes: 2 })).toThrow(StateError);
  });
});
