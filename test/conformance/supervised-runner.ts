import { readFile } from 'node:fs/promises';
import * as tf from '@tensorflow/tfjs-core';
import type { Engine } from '../../src/engine';
import { Events } from '../../src/engine';
import * as losses from '../../src/losses';
import type { AnyMetric } from '../../src/metrics';
import { Accuracy, Loss, RunningAverage } from '../../src/metrics';
import type { Optimizer, Trainable } from '../../src/optim';
import { Adagrad, Adam, AdamW, RMSprop, SGD } from '../../src/optim';
import { readScalar } from '../../src/tensor';
import type { LossFunction, TrainingResult } from '../../src/training';
import { createSupervisedEvaluator, createSupervisedTrainer } from '../../src/training';
import { startBackend } from '../support/backend';
import type { CaseResult } from './result';

type Nested = number | 'NaN' | 'Infinity' | '-Infinity' | Nested[] | { [name: string]: Nested };

interface BatchJson {
  x: number[][];
  y: number[] | number[][];
}

interface RunningAverageJson {
  name: string;
  source: 'output' | 'accuracy';
  alpha?: number;
  usage?: 'runningBatchWise' | 'singleEpochRunningBatchWise' | 'runningEpochWise';
}

interface SupervisedCase {
  id: string;
  model: { weight: number[][]; bias: number[] };
  loss: 'mse' | 'l1' | 'crossEntropy' | 'bceWithLogits';
  optimizer: { kind: keyof typeof OPTIMIZERS } & Record<string, unknown>;
  data: BatchJson[];
  maxEpochs: number;
  modelTransform?: keyof typeof MODEL_TRANSFORMS;
  outputTransform?: keyof typeof OUTPUT_TRANSFORMS;
  gradientAccumulationSteps?: number;
  runningAverages?: RunningAverageJson[];
  evaluation?: { metrics: Record<string, 'loss' | 'accuracy'>; data: BatchJson[] };
  expected: Record<string, Nested>;
}

type Batch = [tf.Tensor, tf.Tensor];

const OPTIMIZERS = { SGD, Adam, AdamW, RMSprop, Adagrad };

const MODEL_TRANSFORMS = {
  sigmoid: (output: tf.Tensor) => tf.sigmoid(output),
  double: (output: tf.Tensor) => tf.mul(output, 2),
  firstColumn: (output: tf.Tensor) => tf.slice(output as tf.Tensor2D, [0, 0], [-1, 1]),
};

const first = (tensor: tf.Tensor) => tensor.dataSync()[0] ?? NaN;

const OUTPUT_TRANSFORMS = {
  lossTimesTen: ({ loss }: TrainingResult) => 10 * first(loss),
  all: ({ x, y, yPred, loss }: TrainingResult) => ({ x0: first(x), y0: first(y), yPred, loss: first(loss) }),
  yPredAndY: ({ yPred, y }: TrainingResult) => [yPred, y],
};

/** torch's flags of the module; here the mode is passed with each call. */
const NOT_COMPARED = new Set(['modes', 'trainingAfter']);

/** Runs `supervised.json`. */
export async function runSupervisedFile(file: string): Promise<CaseResult[]> {
  await startBackend();
  const { cases } = JSON.parse(await readFile(file, 'utf8')) as { cases: SupervisedCase[] };
  const results: CaseResult[] = [];
  for (const each of cases) results.push(await runCase(each));
  return results;
}

async function runCase(each: SupervisedCase): Promise<CaseResult> {
  const got = await play(each);
  const faults = Object.entries(each.expected)
    .filter(([name]) => !NOT_COMPARED.has(name))
    .flatMap(([name, expected]) => differences(name, got[name], expected));
  return faults.length === 0 ? { id: each.id, outcome: 'passed' } : { id: each.id, outcome: 'failed', detail: faults.slice(0, 3).join('; ') };
}

async function play(each: SupervisedCase): Promise<Record<string, unknown>> {
  const { model, weights } = linear(each.model);
  const { kind, ...options } = each.optimizer;
  const optimizer: Optimizer = new OPTIMIZERS[kind](model, options);
  const lossFn: LossFunction = losses[each.loss];
  const modelTransform = each.modelTransform && MODEL_TRANSFORMS[each.modelTransform];
  const outputTransform = each.outputTransform && OUTPUT_TRANSFORMS[each.outputTransform];
  const trainer: Engine<Batch> = createSupervisedTrainer<tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, unknown, Batch>(model, optimizer, lossFn, {
    modelTransform,
    outputTransform,
    ...(each.gradientAccumulationSteps === undefined ? {} : { gradientAccumulationSteps: each.gradientAccumulationSteps }),
  });
  for (const average of each.runningAverages ?? []) attachAverage(trainer, average);

  const record: Record<string, unknown[]> = { outputs: [], weights: [] };
  const running: Record<string, unknown[]> = Object.fromEntries((each.runningAverages ?? []).map(({ name }) => [name, []]));
  trainer.on(Events.ITERATION_COMPLETED, async ({ state }) => {
    record.outputs?.push(await plain(state.output));
    for (const [name, values] of Object.entries(running)) values.push(state.metrics[name] ?? null);
  });
  trainer.on(Events.EPOCH_COMPLETED, () => record.weights?.push(weights()));
  const evaluation = each.evaluation && evaluate(trainer, each, { model, lossFn, modelTransform });
  await trainer.run(batches(each.data, each.loss), { maxEpochs: each.maxEpochs });
  const finalMetrics = { ...trainer.state.metrics };
  await trainer.dispose();
  optimizer.dispose();
  return { ...record, running, finalMetrics, ...evaluation };
}

function attachAverage(trainer: Engine<Batch>, { name, source, alpha, usage }: RunningAverageJson): void {
  const options = alpha === undefined ? {} : { alpha };
  const metric = source === 'accuracy' ? new RunningAverage({ ...options, src: new Accuracy() }) : new RunningAverage({ ...options, outputTransform: (output: unknown) => output });
  metric.attach(trainer, name, usage);
}

/** The evaluator runs at each EPOCH_COMPLETED; the lists fill as it does. */
function evaluate(
  trainer: Engine<Batch>,
  { evaluation, loss }: SupervisedCase,
  { model, lossFn, modelTransform }: { model: Trainable; lossFn: LossFunction; modelTransform: ((output: tf.Tensor) => tf.Tensor) | undefined },
): Record<string, unknown> {
  const entries = Object.entries(evaluation?.metrics ?? {}).map(([name, kind]): [string, AnyMetric] => [name, kind === 'loss' ? new Loss(lossFn) : new Accuracy()]);
  const evaluator = createSupervisedEvaluator(model, { metrics: Object.fromEntries(entries), modelTransform });
  const seen: { metrics: unknown[]; firstEvaluatorOutput?: unknown } = { metrics: [] };
  const data = batches(evaluation?.data ?? [], loss);
  trainer.on(Events.EPOCH_COMPLETED, async () => {
    const { metrics, output } = await evaluator.run(data);
    seen.metrics.push({ ...metrics });
    seen.firstEvaluatorOutput ??= await plain(output);
  });
  return seen;
}

function linear({ weight, bias }: SupervisedCase['model']): { model: Trainable; weights: () => unknown } {
  const w = tf.variable(tf.tensor2d(weight));
  const b = tf.variable(tf.tensor1d(bias));
  const model: Trainable = {
    forward: (x) => tf.add(tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D, false, true), b),
    parameters: () => [{ name: 'weight', variable: w }, { name: 'bias', variable: b }],
    buffers: () => [],
  };
  return { model, weights: () => ({ weight: w.arraySync(), bias: b.arraySync() }) };
}

function batches(data: readonly BatchJson[], loss: SupervisedCase['loss']): Batch[] {
  return data.map(({ x, y }) => [tf.tensor2d(x), loss === 'crossEntropy' ? tf.tensor1d(y as number[], 'int32') : tf.tensor(y)]);
}

/** Tensors as nested arrays, scalars as numbers. */
async function plain(value: unknown): Promise<unknown> {
  if (value instanceof tf.Tensor) return value.rank === 0 ? readScalar(value) : value.array();
  if (Array.isArray(value)) return Promise.all(value.map(plain));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(async ([name, each]) => [name, await plain(each)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

function differences(path: string, got: unknown, expected: Nested | null): string[] {
  if (Array.isArray(expected)) {
    const list = Array.isArray(got) ? (got as unknown[]) : [];
    if (list.length !== expected.length) return [`${path}: ${list.length} values, expected ${expected.length}`];
    return expected.flatMap((each, index) => differences(`${path}[${index}]`, list[index], each));
  }
  if (typeof expected === 'object' && expected !== null) {
    const entries = (typeof got === 'object' && got !== null ? got : {}) as Record<string, unknown>;
    return Object.entries(expected).flatMap(([name, each]) => differences(`${path}.${name}`, entries[name], each));
  }
  if (expected === null || typeof expected === 'boolean') return got === expected ? [] : [`${path}: ${JSON.stringify(got)}, expected ${String(expected)}`];
  const wanted = Number(expected);
  const same = Object.is(got, wanted) || (typeof got === 'number' && Math.abs(got - wanted) <= 1e-5 + 1e-4 * Math.abs(wanted));
  return same ? [] : [`${path}: ${JSON.stringify(got)}, expected ${wanted}`];
}
