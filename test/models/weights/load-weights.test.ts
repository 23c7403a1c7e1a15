import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { WeightFileError } from '../../../src/errors';
import { densenet, exportWeights, loadWeights } from '../../../src/models';
import { readSafetensors } from '../../../src/safetensors';
import type { GoldenWeights } from '../golden';
import { formulaWeights, goldenVision, largestDifference, readGolden } from '../golden';
import { formulaForward } from '../forward';
import { useTestBackend } from '../../support/backend';

useTestBackend();

const golden = readGolden<GoldenWeights>('weights.json');
const { growthRate, blockConfig, numInitFeatures, bnSize, numClasses } = golden.model;
const build = (seed = 0): ReturnType<typeof densenet> => densenet({ growthRate, blockConfig, numInitFeatures, bnSize, classes: numClasses, seed });
const state = (): ReturnType<typeof formulaWeights> => formulaWeights(golden.formula, golden.model.keys, golden.gain);

const files = golden.files.filter(({ file }) => file.endsWith('.safetensors'));
const load = (model: ReturnType<typeof densenet>, file: string): void => {
  loadWeights(model, readSafetensors(new Uint8Array(readFileSync(join(goldenVision, file)))).tensors);
};

describe('loadWeights of the golden safetensors files', () => {
  const good = files.filter(({ expect: outcome }) => outcome === 'ok');
  it.each(good.map((each) => [each.file, each] as const))('%s gives the logits and features of PyTorch', (file, each) => {
    const model = build();
    load(model, file);
    const { logits, features } = formulaForward(model, golden.formula, golden.input.shape);
    expect(largestDifference(logits, each.logits ?? [])).toBeLessThan(golden.tolerance.float32);
    expect(largestDifference(features, each.features ?? [])).toBeLessThan(golden.tolerance.float32);
    model.dispose();
  });

  const bad = files.filter(({ expect: outcome }) => outcome === 'error');
  it.each(bad.map((each) => [each.file, each] as const))('%s is refused, and the model stays as it was', async (file, each) => {
    const model = build();
    const before = await exportWeights(model);
    const error = await Promise.resolve().then(() => load(model, file)).then(() => undefined, (reason: unknown) => reason);
    expect(error).toBeInstanceOf(WeightFileError);
    expect(each.kinds ?? [each.kind]).toContain((error as WeightFileError).kind);
    for (const key of each.keys ?? []) expect((error as WeightFileError).message).toContain(key);
    expect(await exportWeights(model)).toEqual(before);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    model.dispose();
  });
});

describe('loadWeights', () => {
  it('reads the names of old DenseNet files', async () => {
    const old = new Map([...state()].map(([key, tensor]) => [key.replace(/(denselayer\d+\.(?:norm|conv))([12])\./, '$1.$2.'), tensor]));
    expect(old.has('features.denseblock1.denselayer1.norm.1.weight')).toBe(true);
    const model = build();
    loadWeights(model, old);
    const expected = state();
    for (const [key, { data }] of await exportWeights(model)) expect(data).toEqual(expected.get(key)?.data);
    model.dispose();
  });

  it.each(['module.', 'model.backbone.'])('takes off the prefix %s that all keys share', (prefix) => {
    const model = build();
    expect(loadWeights(model, new Map([...state()].map(([key, tensor]) => [prefix + key, tensor])))).toEqual({ missing: [], unexpected: [] });
    model.dispose();
  });

  it('does not take off a prefix that only some keys have', () => {
    const model = build();
    const mixed = new Map([...state()].map(([key, tensor], index) => [index === 0 ? key : `module.${key}`, tensor]));
    expect(() => loadWeights(model, mixed)).toThrow(WeightFileError);
    model.dispose();
  });

  it('without strict loads what matches and says what did not', async () => {
    const model = build();
    const before = await exportWeights(model);
    const partial = state();
    partial.delete('classifier.bias');
    partial.set('extra.weight', { dtype: 'float32', shape: [1], data: Float32Array.of(1) });
    expect(loadWeights(model, partial, { strict: false })).toEqual({ missing: ['classifier.bias'], unexpected: ['extra.weight'] });
    const after = await exportWeights(model);
    expect(after.get('classifier.bias')).toEqual(before.get('classifier.bias'));
    expect(after.get('classifier.weight')?.data).toEqual(partial.get('classifier.weight')?.data);
    model.dispose();
  });

  it('refuses a wrong shape also without strict', () => {
    const model = build();
    const wrong = state();
    wrong.set('classifier.bias', { dtype: 'float32', shape: [2], data: new Float32Array(2) });
    expect(() => loadWeights(model, wrong, { strict: false })).toThrow('classifier.bias is [2] instead of [5]');
    model.dispose();
  });

  it('leaves no tensor behind', () => {
    const model = build();
    const before = tf.memory().numTensors;
    loadWeights(model, state());
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
  });
});

describe('exportWeights', () => {
  it('gives back, bit for bit, what was loaded', async () => {
    const model = build();
    const expected = state();
    loadWeights(model, expected);
    const exported = await exportWeights(model);
    expect([...exported.keys()]).toEqual([...expected.keys()].filter((key) => !key.endsWith('num_batches_tracked')));
    for (const [key, tensor] of exported) expect(tensor).toEqual(expected.get(key));
    model.dispose();
  });
});
