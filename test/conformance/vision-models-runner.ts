import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { densenet121, densenet161, densenet169, densenet201, loadWeights } from '../../src/models';
import { useBackend } from '../../src/node/backend';
import type { ForwardCase, Formula, GoldenModel } from '../models/golden';
import { formulaWeights } from '../models/golden';
import type { Runner } from './result';
import type { VisionCase } from './vision-case';
import { lacking, playAll } from './vision-case';
import type { Described } from './vision-network';
import { checkExamples, checkFormula, checkForward, checkStages, checkStateDict } from './vision-network';

type Case = ForwardCase & { readonly argmax?: number[]; readonly float32Noise?: { readonly runningStats?: number } };
type Model = Omit<GoldenModel, 'cases'> & Described & { readonly cases: readonly Case[] };

interface ModelsFile {
  readonly formula: Formula;
  readonly models: Readonly<Record<string, Model>>;
}

const BUILDERS = new Map(Object.entries({ densenet121, densenet161, densenet169, densenet201 }));

/** Every case of a models.json, in its order, on the backend of the moment. */
export function visionModelCases(file: string): VisionCase[] {
  const { formula, models } = JSON.parse(readFileSync(file, 'utf8')) as ModelsFile;
  return [{ id: 'formula', check: async () => checkFormula(formula) }, ...Object.entries(models).flatMap(([name, golden]) => casesOf(name, golden, formula))];
}

/** Runs all of them on wasm, since plain JavaScript needs minutes; the backend of before is put back. */
export const runVisionModelsFile: Runner = async (file) => {
  const before = tf.engine().backendName;
  await useBackend('wasm');
  const results = await playAll(visionModelCases(file));
  if (before) await tf.setBackend(before);
  return results;
};

function casesOf(name: string, golden: Model, formula: Formula): VisionCase[] {
  const build = BUILDERS.get(name);
  const forwards = golden.cases.map((each) => ({ id: `${name}/${each.mode}/${each.inputShape.join('x')}`, each }));
  if (build === undefined) return [`${name}/keys`, ...forwards.map(({ id }) => id)].map((id) => lacking(id, name));
  // Each case starts from the formula's weights, since a pass in training mode changes them.
  const played = (check: (model: LayersModel) => Promise<void>) => async (): Promise<void> => {
    const model = build({ classes: golden.numClasses });
    try {
      const weights = formulaWeights(formula, golden.keys, golden.gain);
      checkExamples(weights, golden.examples);
      loadWeights(model, weights);
      await check(model);
    } finally {
      model.dispose();
    }
  };
  const spread = golden.cases.find(({ logitsStd }) => logitsStd !== undefined)?.logitsStd ?? 1;
  return [
    { id: `${name}/keys`, check: played((model) => checkStateDict(model, golden)) },
    ...forwards.map(({ id, each }) => ({
      id,
      check: played(async (model) => {
        const statistics = Math.max(5e-5, 10 * (each.float32Noise?.runningStats ?? 0));
        await checkForward(model, formula, each, { outputs: 1e-4 * (each.logitsStd ?? spread), statistics });
        if (each.stages) checkStages(model, formula, each.inputShape, each.stages, ({ std }) => 1e-4 * std);
      }),
    })),
  ];
}
