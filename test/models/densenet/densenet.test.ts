import * as tf from '@tensorflow/tfjs-core';
import { OptionError } from '../../../src/errors';
import { densenet, exportWeights, loadWeights, setBatchNormMode } from '../../../src/models';
import type { GoldenWeights } from '../golden';
import { formulaHash, formulaInput, formulaWeights, largestDifference, readGolden } from '../golden';
import { formulaForward, formulaStages } from '../forward';
import { useTestBackend } from '../../support/backend';

useTestBackend();

const golden = readGolden<GoldenWeights>('weights.json');
const { growthRate, blockConfig, numInitFeatures, bnSize, numClasses } = golden.model;
const options = { growthRate, blockConfig, numInitFeatures, bnSize, classes: numClasses };
const weights = (): ReturnType<typeof formulaWeights> => formulaWeights(golden.formula, golden.model.keys, golden.gain);

describe('the formula of the golden files', () => {
  it('is repeated bit for bit', () => {
    for (const [i, k, hash] of golden.formula.hashExamples) expect(formulaHash(golden.formula, i, k)).toBe(hash);
    const made = weights();
    for (const { key, first5 } of golden.examples) expect(Array.from((made.get(key)?.data as Float32Array).slice(0, 5))).toEqual(first5);
  });

  it('gives the input in NHWC order', () => {
    const { shape, first5, last5 } = golden.formula.inputExample;
    const [n, c, h, w] = shape;
    const nhwc = tf.tensor4d(formulaInput(golden.formula, shape), [n, h, w, c]);
    const nchw = tf.transpose(nhwc, [0, 3, 1, 2]);
    const values = Array.from(nchw.dataSync());
    expect([values.slice(0, 5), values.slice(-5)]).toEqual([first5, last5]);
    tf.dispose([nhwc, nchw]);
  });
});

describe('densenet', () => {
  it('has the keys and shapes of the state dict of torchvision, in its order', async () => {
    const model = densenet(options);
    const exported = [...(await exportWeights(model))].map(([name, { shape }]) => [name, [...shape]]);
    const expected = golden.model.keys.filter(([name]) => !name.endsWith('num_batches_tracked'));
    expect(exported).toEqual(expected);
    expect(model.trainableWeights.reduce((sum, weight) => sum + weight.shape.reduce<number>((product, size) => product * (size ?? 0), 1), 0)).toBe(golden.model.parameters);
    model.dispose();
  });

  it('equals torchvision stage by stage', () => {
    const model = densenet(options);
    loadWeights(model, weights());
    for (const [index, stage] of formulaStages(model, golden.formula, golden.input.shape, golden.stages).entries()) {
      const expected = golden.stages[index];
      expect([stage.name, stage.shape]).toEqual([expected?.name, expected?.shape]);
      const numbers = [[stage.mean, stage.std, ...stage.first6]];
      expect(largestDifference(numbers, [[expected?.mean ?? NaN, expected?.std ?? NaN, ...(expected?.first6 ?? [])]])).toBeLessThan(3e-5);
    }
    model.dispose();
  });

  it('equals torchvision in training mode, with the running statistics of all batch normalisations', async () => {
    const model = densenet(options);
    loadWeights(model, weights());
    setBatchNormMode(model, 'torch');
    const { logits, features } = formulaForward(model, golden.formula, golden.train.inputShape, true);
    expect(largestDifference(logits, golden.train.logits)).toBeLessThan(golden.tolerance.float32);
    expect(largestDifference(features, golden.train.features)).toBeLessThan(golden.tolerance.float32);
    const after = await exportWeights(model);
    const expected = Object.entries(golden.train.batchNorm ?? {});
    expect(expected.length).toBeGreaterThan(0);
    for (const [name, { running_mean: mean, running_var: variance }] of expected) {
      const actual = ['running_mean', 'running_var'].map((statistic) => Array.from(after.get(`${name}.${statistic}`)?.data ?? []));
      expect([name, largestDifference(actual, [mean, variance]) < golden.tolerance.float32]).toEqual([name, true]);
    }
    model.dispose();
  });

  it('starts with equal weights for equal seeds and with others for another seed', async () => {
    const [first, second, third] = [densenet({ ...options, seed: 1 }), densenet({ ...options, seed: 1 }), densenet({ ...options, seed: 2 })];
    const [a, b, c] = await Promise.all([exportWeights(first), exportWeights(second), exportWeights(third)]);
    expect(b).toEqual(a);
    expect(c.get('features.conv0.weight')).not.toEqual(a.get('features.conv0.weight'));
    for (const model of [first, second, third]) model.dispose();
  });

  it('initialises as torchvision does', async () => {
    const model = densenet({ ...options, numInitFeatures: 64, classes: 257 });
    const start = await exportWeights(model);
    const kernel = start.get('features.conv0.weight')?.data ?? new Float32Array();
    const mean = kernel.reduce((sum, value) => sum + value, 0) / kernel.length;
    const deviation = Math.sqrt(kernel.reduce((sum, value) => sum + (value - mean) ** 2, 0) / kernel.length);
    const expected = Math.sqrt(2 / (3 * 7 * 7));
    expect(Math.abs(mean)).toBeLessThan((4 * expected) / Math.sqrt(kernel.length));
    expect(deviation / expected).toBeCloseTo(1, 1);
    const linear = start.get('classifier.weight') ?? { data: new Float32Array(), shape: [0, 1] };
    const bound = 1 / Math.sqrt(linear.shape[1] ?? 1);
    expect(Math.max(...linear.data)).toBeLessThanOrEqual(bound);
    expect(Math.max(...linear.data)).toBeGreaterThan(0.95 * bound);
    expect(Math.min(...linear.data)).toBeLessThan(-0.95 * bound);
    expect(start.get('classifier.bias')?.data.every((value) => value === 0)).toBe(true);
    model.dispose();
  });

  it.each([
    [{ classes: 0 }, 'densenet.classes: expected at least 1'],
    [{ growthrate: 4 }, 'densenet: expected only options that it has'],
    [{ inputShape: [28, 64, 3] }, 'densenet.inputShape[0]'],
  ])('refuses %j', (wrong, message) => {
    expect(() => densenet(wrong as object)).toThrow(OptionError);
    expect(() => densenet(wrong as object)).toThrow(message);
  });

  it('leaves no tensor behind after a forward pass and after dispose', () => {
    const before = tf.memory().numTensors;
    const model = densenet(options);
    const built = tf.memory().numTensors;
    formulaForward(model, golden.formula, [1, 3, 32, 32]);
    expect(tf.memory().numTensors).toBe(built);
    // The head is a view with a count of its own on the classifier; see splitHead.
    model.dispose();
    expect(tf.memory().numTensors).toBe(before + 2);
  });
});
