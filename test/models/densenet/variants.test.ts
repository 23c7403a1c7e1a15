import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { densenet121, densenet161, densenet169, densenet201, exportWeights, loadWeights, setBatchNormMode } from '../../../src/models';
import type { GoldenModels } from '../golden';
import { formulaWeights, largestDifference, readGolden } from '../golden';
import { formulaForward, formulaStages } from '../forward';
import { testBackend, useTestBackend } from '../../support/backend';

// Plain JavaScript needs minutes for this size; wasm is the slowest backend that does not.
useTestBackend(testBackend === 'cpu' ? 'wasm' : testBackend);

const golden = readGolden<GoldenModels>('models.json');
const builders = { densenet121, densenet161, densenet169, densenet201 };

describe.each(Object.entries(builders))('%s', (name, build) => {
  const expected = golden.models[name];
  if (expected === undefined) throw new Error(`no golden cases for ${name}`);
  let model: LayersModel;

  beforeAll(() => {
    model = build();
    loadWeights(model, formulaWeights(golden.formula, expected.keys, expected.gain));
  });
  afterAll(() => {
    setBatchNormMode(model, 'layers');
    model.dispose();
  });

  it('has the state dict of torchvision', async () => {
    const exported = [...(await exportWeights(model))].map(([key, { shape }]) => [key, [...shape]]);
    expect(exported).toEqual(expected.keys.filter(([key]) => !key.endsWith('num_batches_tracked')));
  });

  const evaluations = expected.cases.filter(({ mode }) => mode === 'eval');
  it.each(evaluations.map((each) => [each.inputShape.join(' x '), each] as const))('equals torchvision for an input of %s', (_, each) => {
    const tolerance = 1e-4 * (each.logitsStd ?? 1);
    const { logits, features } = formulaForward(model, golden.formula, each.inputShape);
    expect(largestDifference(logits, each.logits)).toBeLessThan(tolerance);
    expect(largestDifference(features, each.features)).toBeLessThan(tolerance);
  });

  const staged = evaluations.filter(({ stages }) => stages !== undefined);
  it.each(staged.map((each) => [each.inputShape.join(' x '), each] as const))('equals torchvision stage by stage for %s', (_, each) => {
    for (const [index, stage] of formulaStages(model, golden.formula, each.inputShape, each.stages ?? []).entries()) {
      const wanted = each.stages?.[index];
      expect([stage.name, stage.shape]).toEqual([wanted?.name, wanted?.shape]);
      const numbers = [[stage.mean, stage.std, ...stage.first6]];
      const difference = largestDifference(numbers, [[wanted?.mean ?? NaN, wanted?.std ?? NaN, ...(wanted?.first6 ?? [])]]);
      expect([stage.name, difference < 1e-4 * (wanted?.std ?? 0)]).toEqual([stage.name, true]);
    }
  });

  const trainings = expected.cases.filter(({ mode }) => mode === 'train');
  const training = trainings.length > 0 ? it : it.skip; // the golden file has training cases for DenseNet-121 only
  training('equals torchvision in training mode, running statistics included', async () => {
    for (const each of trainings) {
      setBatchNormMode(model, 'torch');
      const before = tf.memory().numTensors;
      const { logits, features } = formulaForward(model, golden.formula, each.inputShape, true);
      expect(tf.memory().numTensors).toBe(before);
      const tolerance = 1e-4 * (evaluations[0]?.logitsStd ?? 1);
      expect(largestDifference(logits, each.logits)).toBeLessThan(tolerance);
      expect(largestDifference(features, each.features)).toBeLessThan(tolerance);
      const after = await exportWeights(model);
      const statistics = Object.entries(each.batchNorm ?? {});
      expect(statistics.length).toBeGreaterThan(0);
      for (const [layer, { running_mean: mean, running_var: variance }] of statistics) {
        const actual = ['running_mean', 'running_var'].map((statistic) => Array.from(after.get(`${layer}.${statistic}`)?.data ?? []));
        expect([layer, largestDifference(actual, [mean, variance]) < 5e-5]).toEqual([layer, true]);
      }
    }
  });
});
