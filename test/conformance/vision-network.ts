import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { HostTensor } from '../../src/contracts';
import { exportWeights, setBatchNormMode, splitHead } from '../../src/models';
import { formulaForward, formulaStages } from '../models/forward';
import type { Formula, ForwardCase, Keys, Stage } from '../models/golden';
import { formulaHash, formulaInput } from '../models/golden';
import { same, within } from './vision-case';

type Shape = readonly [number, number, number, number];

/** What models.json and weights.json both say of a network. */
export interface Described {
  readonly keys: Keys;
  readonly parameters: number;
  readonly featureSize: number;
  readonly numClasses: number;
}

/** The formula repeats the file's examples bit for bit. */
export function checkFormula(formula: Formula): void {
  for (const [i, k, hash] of formula.hashExamples) same(`hash(${i}, ${k})`, formulaHash(formula, i, k), hash);
  const { shape, first5, last5 } = formula.inputExample;
  const [n, c, h, w] = shape;
  const values = tf.tidy(() => Array.from(tf.transpose(tf.tensor4d(formulaInput(formula, shape), [n, h, w, c]), [0, 3, 1, 2]).dataSync()));
  same('input', [values.slice(0, 5), values.slice(-5)], [first5, last5]);
}

export function checkExamples(weights: ReadonlyMap<string, HostTensor>, examples: readonly { key: string; first5: number[] }[]): void {
  for (const { key, first5 } of examples) same(key, Array.from<unknown, number>(weights.get(key)?.data.slice(0, 5) ?? [], Number), first5);
}

/** Names and shapes of torch's state dict in its order, and the sizes that follow from them. */
export async function checkStateDict(model: LayersModel, { keys, parameters, featureSize, numClasses }: Described): Promise<void> {
  const exported = [...(await exportWeights(model))].map(([name, { shape }]) => [name, [...shape]]);
  same('keys', exported, keys.filter(([name]) => !name.endsWith('num_batches_tracked')));
  const count = model.trainableWeights.reduce((sum, { shape }) => sum + shape.reduce<number>((product, size) => product * (size ?? 0), 1), 0);
  same('parameters', count, parameters);
  same('features and classes', splitHead(model).head.layers[0]?.batchInputShape.at(-1), featureSize);
  same('classes', model.outputs[0]?.shape.at(-1), numClasses);
}

/** One forward pass: logits, features and, in training mode, the running statistics afterwards. */
export async function checkForward(
  model: LayersModel,
  formula: Formula,
  each: ForwardCase & { argmax?: number[] },
  tolerance: { outputs: number; statistics: number },
): Promise<void> {
  const training = each.mode === 'train';
  setBatchNormMode(model, training ? 'torch' : 'layers');
  const { logits, features } = formulaForward(model, formula, each.inputShape, training);
  within('logits', logits, each.logits, tolerance.outputs);
  within('features', features, each.features, tolerance.outputs);
  for (const [row, best] of (each.argmax ?? []).entries()) {
    const scores = logits[row] ?? [];
    // Two scores that are equal within the tolerance may change places.
    if (!((scores[best] ?? NaN) >= Math.max(...scores) - 2 * tolerance.outputs)) throw new Error(`argmax[${row}]: expected ${best}, got ${scores.indexOf(Math.max(...scores))}`);
  }
  if (!training) return;
  const after = await exportWeights(model);
  const layers = Object.entries(each.batchNorm ?? {});
  if (layers.length === 0) throw new Error('batchNorm: the file expects nothing');
  for (const [layer, { running_mean: mean, running_var: variance }] of layers) {
    const actual = ['running_mean', 'running_var'].map((name) => Array.from(after.get(`${layer}.${name}`)?.data ?? [], Number));
    within(layer, actual, [mean, variance], tolerance.statistics);
  }
}

/** Shape, mean, deviation and first values after each named block. */
export function checkStages(model: LayersModel, formula: Formula, shape: Shape, stages: readonly Stage[], tolerance: (stage: Stage) => number): void {
  const numbers = ({ mean, std, first6 }: Stage): number[][] => [[mean, std, ...first6]];
  const got = formulaStages(model, formula, shape, stages);
  for (const [index, wanted] of stages.entries()) {
    const stage = got[index];
    if (stage === undefined) throw new Error(`${wanted.name}: no such stage`);
    same(`${wanted.name}: shape`, stage.shape, wanted.shape);
    within(wanted.name, numbers(stage), numbers(wanted), tolerance(wanted));
  }
}
