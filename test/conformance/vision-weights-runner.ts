import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { WeightFileError } from '../../src/errors';
import { densenet, exportWeights, loadWeights } from '../../src/models';
import { readWeightFile } from '../../src/node/read-weight-file';
import { startBackend } from '../support/backend';
import { formulaForward } from '../models/forward';
import type { GoldenWeights, WeightFileCase } from '../models/golden';
import { formulaWeights } from '../models/golden';
import type { Runner } from './result';
import type { VisionCase } from './vision-case';
import { lacking, playAll, same, within } from './vision-case';
import { checkExamples, checkFormula, checkForward, checkStages, checkStateDict } from './vision-network';

type WeightsFile = Omit<GoldenWeights, 'model'> & { readonly model: GoldenWeights['model'] & { readonly architecture: string } };

/** The network that a weights.json describes; undefined for an architecture that the library does not have. */
export function networkOf({ model }: WeightsFile): LayersModel | undefined {
  const { architecture, growthRate, blockConfig, numInitFeatures, bnSize, numClasses } = model;
  return architecture === 'DenseNet' ? densenet({ growthRate, blockConfig, numInitFeatures, bnSize, classes: numClasses }) : undefined;
}

export const readWeightsFile = (file: string): WeightsFile => JSON.parse(readFileSync(file, 'utf8')) as WeightsFile;

/** Every case of a weights.json; the weight files are looked for beside it. */
export function visionWeightCases(file: string): VisionCase[] {
  const golden = readWeightsFile(file);
  const { formula, model: described, gain, tolerance } = golden;
  const folder = dirname(file);
  const played = (id: string, check: (model: LayersModel) => Promise<void>): VisionCase => {
    if (described.architecture !== 'DenseNet') return lacking(id, described.architecture);
    return {
      id,
      check: async () => {
        const model = networkOf(golden);
        await (model === undefined ? Promise.reject(new Error(`no ${described.architecture}`)) : check(model).finally(() => model.dispose()));
      },
    };
  };
  const load = (model: LayersModel): void => {
    const weights = formulaWeights(formula, described.keys, gain);
    checkExamples(weights, golden.examples);
    loadWeights(model, weights);
  };
  return [
    { id: 'formula', check: async () => checkFormula(formula) },
    played('keys', (model) => checkStateDict(model, described)),
    played('stages', async (model) => {
      load(model);
      checkStages(model, formula, golden.input.shape, golden.stages, () => 3e-5);
    }),
    played('train', async (model) => {
      load(model);
      await checkForward(model, formula, golden.train, { outputs: tolerance.float32, statistics: tolerance.float32 });
    }),
    ...golden.files.map((each) => {
      if (!each.file.endsWith('.safetensors')) return lacking(each.file, 'weight files of torch.save');
      return played(each.file, (model) => (each.expect === 'ok' ? checkLoads(model, golden, folder, each) : checkRefused(model, folder, each)));
    }),
  ];
}

/** Runs all of them on the cpu backend. */
export const runVisionWeightsFile: Runner = async (file) => {
  await startBackend('cpu');
  return playAll(visionWeightCases(file));
};

async function checkLoads(model: LayersModel, { formula, input, tolerance }: WeightsFile, folder: string, each: WeightFileCase): Promise<void> {
  loadWeights(model, await readWeightFile(join(folder, each.file)));
  const { logits, features } = formulaForward(model, formula, input.shape);
  within('logits', logits, each.logits, tolerance.float32);
  within('features', features, each.features, tolerance.float32);
}

async function checkRefused(model: LayersModel, folder: string, { file, kind, kinds, keys }: WeightFileCase): Promise<void> {
  const before = await exportWeights(model);
  const refusal = await readWeightFile(join(folder, file)).then((tensors) => loadWeights(model, tensors)).catch((error: unknown) => error);
  if (!(refusal instanceof WeightFileError)) throw new Error(`expected a WeightFileError, got ${String(refusal)}`);
  if (!(kinds ?? [kind]).includes(refusal.kind)) throw new Error(`kind: expected ${(kinds ?? [kind]).join(' or ')}, got ${refusal.kind}`);
  for (const key of keys ?? []) if (!refusal.message.includes(key)) throw new Error(`the message does not name ${key}: ${refusal.message}`);
  const after = await exportWeights(model);
  for (const [name, { data }] of before) same(`${name} after the refusal`, Array.from(after.get(name)?.data ?? [], Number), Array.from(data, Number));
  same('Object.prototype', Object.keys(Object.prototype), []);
}
