import type * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import { OptionError } from '../errors';
import { refuseLabelsFirst } from '../tensor';
import type { PrepareBatch } from './batch';
import type { ModelFunction } from './forward';

/** A loss: a scalar tensor of predictions and targets. */
export type LossFunction<YPred = tf.Tensor, Y = tf.Tensor> = (yPred: YPred, y: Y) => tf.Tensor;

/** Options of training and evaluation steps alike. */
export interface StepOptions<Batch, X, Y, Raw, YPred> {
  /** Makes `[x, y]` of a batch, at once or as a promise. Tensors that it makes are disposed after the step. @default takes `[x, y]` and `{ xs, ys }` */
  readonly prepareBatch?: PrepareBatch<Batch, X, Y> | undefined;
  /** Calls the model. Runs inside a `tf.tidy`. @default `model.apply(x, { training })` of a layers model, else `model.forward(x, { training })` */
  readonly modelFn?: ModelFunction<X, Raw> | undefined;
  /** Makes the predictions, which loss and output get, of what the model gives. @default the same */
  readonly modelTransform?: ((output: Raw) => YPred) | undefined;
}

/** What an output is made of, in training. */
export interface TrainingResult<X = tf.Tensor, Y = tf.Tensor, YPred = tf.Tensor> {
  readonly x: X;
  readonly y: Y;
  readonly yPred: YPred;
  /** A scalar on the device; read it with `readScalar`, or return it. */
  readonly loss: tf.Scalar;
}

/** Options of a training step. */
export interface TrainingStepOptions<Batch, X, Y, Raw, YPred, Output> extends StepOptions<Batch, X, Y, Raw, YPred> {
  /**
   * Makes the engine's output. Runs inside a `tf.tidy`, synchronously; tensors in what it returns are the engine's. @default the loss as a number
   */
  readonly outputTransform?: ((result: TrainingResult<X, Y, YPred>) => Output) | undefined;
  /** Batches whose mean gradient makes one step; counted by the engine's iteration, over epochs. @default 1 */
  readonly gradientAccumulationSteps?: number | undefined;
  /** Largest norm of all gradients together; larger ones are scaled down. @default no limit */
  readonly clipGradNorm?: number | undefined;
  /** Largest absolute value of an element of a gradient, applied before `clipGradNorm`. @default no limit */
  readonly clipGradValue?: number | undefined;
}

const func = z.custom<(...args: never[]) => unknown>((value) => typeof value === 'function', { error: 'a function' });
const positive = z.number().check(z.gt(0));

const common = { prepareBatch: z.optional(func), modelFn: z.optional(func), modelTransform: z.optional(func), outputTransform: z.optional(func) };

const training = {
  ...common,
  gradientAccumulationSteps: z._default(z.int().check(z.positive()), 1),
  clipGradNorm: z.optional(positive),
  clipGradValue: z.optional(positive),
};

const engine = z.optional(z.custom<object>((value: unknown) => typeof value === 'object' && value !== null, { error: "an engine's options" }));

/** What options must look like; the functions' own types are the caller's. */
export const schemas = {
  trainingStep: z.strictObject(training),
  trainer: z.strictObject({ ...training, flushAtEpochEnd: z._default(z.boolean(), false), engine }),
  tbpttTrainer: z.strictObject({
    tbpttStep: z.int().check(z.positive()),
    dim: z._default(z.int().check(z.nonnegative()), 0),
    prepareBatch: common.prepareBatch,
    clipGradNorm: training.clipGradNorm,
    clipGradValue: training.clipGradValue,
    engine,
  }),
  evaluationStep: z.strictObject(common),
  evaluator: z.strictObject({ ...common, engine, metrics: z.optional(z.record(z.string(), z.custom<object>(isMetric, { error: 'a metric' }))) }),
};

/** Refuses what is no loss of `(yPred, y)`. */
export function checkLossFunction(owner: string, lossFn: unknown): void {
  if (typeof lossFn !== 'function') throw new OptionError({ owner: `${owner}.lossFn`, expected: 'a function (yPred, y) => scalar tensor', got: lossFn });
  refuseLabelsFirst(`${owner}.lossFn`, lossFn);
}

function isMetric(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'attach' in value && 'compute' in value;
}
