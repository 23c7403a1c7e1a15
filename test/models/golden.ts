import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { HostTensor } from '../../src/contracts';

/** From the repository's root, where jest and npm start; `__dirname` is missing in the modules of scripts. */
export const goldenVision = resolve('test/fixtures/golden/vision');

export interface Formula {
  constants: { A: number; B: number; C: number; BLOCK: number; NOISE: number };
  hashExamples: [number, number, number][];
  inputExample: { shape: [number, number, number, number]; first5: number[]; last5: number[] };
}

export interface Stage {
  name: string;
  shape: [number, number, number, number];
  mean: number;
  std: number;
  first6: number[];
}

export interface ForwardCase {
  mode: 'eval' | 'train';
  inputShape: [number, number, number, number];
  logits: number[][];
  features: number[][];
  logitsStd?: number;
  stages?: Stage[];
  batchNorm?: Record<string, { running_mean: number[]; running_var: number[] }>;
}

export type Keys = [name: string, shape: number[]][];

export interface GoldenModel {
  keys: Keys;
  gain: { conv: number; linear: number };
  examples: { k: number; key: string; first5: number[] }[];
  parameters: number;
  featureSize: number;
  cases: ForwardCase[];
}

export interface GoldenModels {
  formula: Formula;
  models: Record<string, GoldenModel>;
}

export interface WeightFileCase {
  file: string;
  expect: 'ok' | 'error';
  kind?: string;
  kinds?: string[];
  keys?: string[];
  logits?: number[][];
  features?: number[][];
}

export interface GoldenWeights {
  formula: Formula;
  gain: { conv: number; linear: number };
  model: { growthRate: number; blockConfig: number[]; numInitFeatures: number; bnSize: number; numClasses: number; parameters: number; featureSize: number; keys: Keys };
  examples: { k: number; key: string; first5: number[] }[];
  input: { shape: [number, number, number, number] };
  tolerance: { float32: number };
  stages: Stage[];
  train: ForwardCase;
  files: WeightFileCase[];
}

export function readGolden<T>(file: string): T {
  return JSON.parse(readFileSync(join(goldenVision, file), 'utf8')) as T;
}

// A look-up of a global costs a tenth of a microsecond in a test's own context, and the formula is taken millions of times.
const { imul } = Math;

/** The hash of the formula, and its value in [-1, 1). */
export function formulaHash({ constants: { A, B, C } }: Formula, i: number, k: number): number {
  let h = imul(i + 1, A) ^ imul(k + 1, B) ^ C;
  h ^= h >>> 16;
  h = imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = imul(h, 0xc2b2ae35);
  h ^= h >>> 16;
  return h >>> 0;
}

const formulaValue = (formula: Formula, i: number, k: number): number => (formulaHash(formula, i, k) >>> 8) / 8388608 - 1;

/** The weights that the formula gives to a state dict, in torch's layout. */
export function formulaWeights(formula: Formula, keys: Keys, gain: { conv: number; linear: number }): Map<string, HostTensor> {
  return new Map(
    keys.map(([name, shape], k): [string, HostTensor] => {
      const length = shape.reduce((product, size) => product * size, 1);
      if (name.endsWith('num_batches_tracked')) return [name, { dtype: 'int64', shape, data: new BigInt64Array(length) }];
      const fanIn = length / (shape[0] ?? 1);
      const batchNormWeight = shape.length === 1 && !/(?:running_mean|bias)$/.test(name);
      const scale = batchNormWeight ? 0.25 : shape.length === 1 ? 0.1 : Math.sqrt((shape.length === 4 ? gain.conv : gain.linear) / fanIn);
      const data = new Float32Array(length);
      for (let i = 0; i < length; i++) data[i] = (batchNormWeight ? 1 : 0) + scale * formulaValue(formula, i, k);
      return [name, { dtype: 'float32', shape, data }];
    }),
  );
}

/** The formula's input, as NHWC values. */
export function formulaInput(formula: Formula, [n, c, h, w]: readonly [number, number, number, number]): Float32Array {
  const { BLOCK, NOISE } = formula.constants;
  const values = new Float32Array(n * c * h * w);
  for (let i = 0; i < values.length; i++) {
    const x = i % w;
    const y = Math.floor(i / w) % h;
    const plane = Math.floor(i / (w * h));
    const block = (plane * Math.ceil(h / 8) + (y >> 3)) * Math.ceil(w / 8) + (x >> 3);
    const value = 1.25 * formulaValue(formula, block, BLOCK) + 0.5 * formulaValue(formula, i, NOISE);
    values[((Math.floor(plane / c) * h + y) * w + x) * c + (plane % c)] = value;
  }
  return values;
}

/** Largest absolute difference of two tables of numbers. */
export function largestDifference(actual: readonly (readonly number[])[], expected: readonly (readonly number[])[]): number {
  let largest = actual.length === expected.length ? 0 : Infinity;
  for (const [row, values] of expected.entries()) {
    const numbers = actual[row] ?? [];
    if (numbers.length !== values.length) return Infinity;
    for (const [column, value] of values.entries()) {
      const difference = Math.abs((numbers[column] ?? NaN) - value);
      if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
    }
  }
  return largest;
}
