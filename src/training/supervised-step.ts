import type * as tf from '@tensorflow/tfjs-core';
import type { Step } from '../engine';
import { OptionError } from '../errors';
import { parseOptions } from '../internal';
import type { Model, NamedParameter } from '../optim';
import { fromTf, isTfOptimizer, Optimizer } from '../optim';
import type { SupervisedBatch } from './batch';
import { GradientUpdate } from './gradient-update';
import type { LossFunction, TrainingStepOptions } from './options';
import { checkLossFunction, schemas } from './options';
import { trainingStep } from './training-step';

/**
 * The step of `createSupervisedTrainer`, for an engine of one's own: predicts, differentiates the loss with respect to the optimizer's
 * trainable parameters, and steps.
 *
 * What it makes on the way is disposed before it returns, and it returns no promise where reads are copies (cpu, wasm, tfjs-node).
 *
 * @param model a `tf.LayersModel` or a `Trainable`; called with `training: true`. Regularisers and constraints of layers are not applied:
 * use `weightDecay`, or add the penalty in `lossFn`
 * @param optimizer one of `optim` or a `tf.Optimizer`
 * @param lossFn `(yPred, y)` to a scalar tensor
 * @throws OptionError
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { ones } from '@tensorflow/tfjs-core';
 * import { Engine, losses, optim, supervisedTrainingStep } from 'tfjs-ignite';
 *
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2], kernelInitializer: 'zeros' })] });
 * const trainer = new Engine(supervisedTrainingStep(model, new optim.SGD(model, { lr: 0.1 }), losses.mse));
 * const { output } = await trainer.run([[ones([4, 2]), ones([4, 1])] as const]);
 * output; // => 1
 * ```
 */
export function supervisedTrainingStep<
  X = tf.Tensor,
  Y = tf.Tensor,
  Raw = tf.Tensor,
  YPred = Raw,
  Output = number,
  Batch = SupervisedBatch<X, Y>,
>(
  model: Model,
  optimizer: Optimizer | tf.Optimizer,
  lossFn: LossFunction<YPred, Y>,
  options: TrainingStepOptions<Batch, X, Y, Raw, YPred, Output> = {},
): Step<Batch, Output> {
  const owner = 'supervisedTrainingStep';
  const { gradientAccumulationSteps: steps, clipGradNorm, clipGradValue } = parseOptions(owner, schemas.trainingStep, options);
  checkLossFunction(owner, lossFn);
  const own = ownOptimizer(owner, model, optimizer);
  const update = new GradientUpdate(own, { steps, flush: false, clipGradNorm, clipGradValue });
  return trainingStep(owner, { model, optimizer: own, lossFn, update, steps }, options);
}

/** The optimizer behind this library's interface. */
export function ownOptimizer(owner: string, params: Model | Iterable<NamedParameter>, optimizer: Optimizer | tf.Optimizer): Optimizer {
  if (optimizer instanceof Optimizer) return optimizer;
  if (isTfOptimizer(optimizer)) return fromTf(optimizer, params);
  throw new OptionError({ owner: `${owner}.optimizer`, expected: 'an optimizer of optim or a tf.Optimizer', got: optimizer });
}
