import * as tf from '@tensorflow/tfjs-core';
import type { Step } from '../engine';
import { andThen, parseOptions } from '../internal';
import type { Model } from '../optim';
import { disposeTensors, tensorsIn } from '../tensor';
import type { SupervisedBatch } from './batch';
import { splitBatch } from './batch';
import { defaultModelFunction } from './forward';
import type { StepOptions } from './options';
import { schemas } from './options';
import { afterwards, checkSync } from './training-step';

/** What an output is made of, in evaluation. */
export interface EvaluationResult<X = tf.Tensor, Y = tf.Tensor, YPred = tf.Tensor> {
  readonly x: X;
  readonly y: Y;
  readonly yPred: YPred;
}

/** Options of an evaluation step. */
export interface EvaluationStepOptions<Batch, X, Y, Raw, YPred, Output> extends StepOptions<Batch, X, Y, Raw, YPred> {
  /**
   * Makes the engine's output, which is what metrics see. Runs inside a `tf.tidy`, synchronously; tensors in what it returns are the
   * engine's. @default `[yPred, y]`
   */
  readonly outputTransform?: ((result: EvaluationResult<X, Y, YPred>) => Output) | undefined;
}

const MODE = Object.freeze({ training: false });

/**
 * The step of `createSupervisedEvaluator`, for an engine of one's own: predicts in inference mode.
 *
 * @param model a `tf.LayersModel` or a `Trainable`; called with `training: false`
 * @throws OptionError
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { ones } from '@tensorflow/tfjs-core';
 * import { Engine, supervisedEvaluationStep } from 'tfjs-ignite';
 *
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2], kernelInitializer: 'ones' })] });
 * const evaluator = new Engine(supervisedEvaluationStep(model));
 * const { output } = await evaluator.run([[ones([3, 2]), ones([3, 1])] as const]);
 * output?.[0].shape; // => [ 3, 1 ]
 * ```
 */
export function supervisedEvaluationStep<
  X = tf.Tensor,
  Y = tf.Tensor,
  Raw = tf.Tensor,
  YPred = Raw,
  Output = readonly [yPred: YPred, y: Y],
  Batch = SupervisedBatch<X, Y>,
>(model: Model, options: EvaluationStepOptions<Batch, X, Y, Raw, YPred, Output> = {}): Step<Batch, Output> {
  const owner = 'supervisedEvaluationStep';
  parseOptions(owner, schemas.evaluationStep, options);
  return evaluationStep(owner, model, options);
}

/** Makes an evaluation step of options that have been checked. */
export function evaluationStep<Batch, X, Y, Raw, YPred, Output>(
  owner: string,
  model: Model,
  { prepareBatch, modelFn, modelTransform, outputTransform }: EvaluationStepOptions<Batch, X, Y, Raw, YPred, Output>,
): Step<Batch, Output> {
  // Without a function of the caller's the types are the defaults, which these are for.
  const call = modelFn ?? (defaultModelFunction(owner, model) as NonNullable<typeof modelFn>);
  const run = (x: X, y: Y): Output => {
    let output: { value: Output } | undefined;
    tf.tidy(() => {
      const raw = call(model, x, MODE);
      const yPred = modelTransform === undefined ? (raw as unknown as YPred) : modelTransform(raw);
      output = { value: outputTransform === undefined ? ([yPred, y] as Output) : outputTransform({ x, y, yPred }) };
      return tensorsIn(checkSync(owner, output.value));
    });
    return (output as unknown as { value: Output }).value; // no output without an error
  };
  if (prepareBatch === undefined) {
    return (_, batch) => {
      const [x, y] = splitBatch(owner, batch) as [X, Y]; // the batch's type says so
      return run(x, y);
    };
  }
  return (_, batch) => andThen(prepareBatch(batch, MODE), (pair) => afterwards(() => run(pair[0], pair[1]), (output) => disposeTensors(pair, [batch, output])));
}
