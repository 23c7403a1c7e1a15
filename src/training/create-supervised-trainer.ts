import type * as tf from '@tensorflow/tfjs-core';
import type { EngineOptions } from '../engine';
import { Engine, Events } from '../engine';
import { parseOptions } from '../internal';
import type { Model, Optimizer } from '../optim';
import type { SupervisedBatch } from './batch';
import { GradientUpdate } from './gradient-update';
import type { LossFunction, TrainingStepOptions } from './options';
import { checkLossFunction, schemas } from './options';
import { ownOptimizer } from './supervised-step';
import { trainingStep } from './training-step';

/** Options of `createSupervisedTrainer`. */
export interface SupervisedTrainerOptions<Batch, X, Y, Raw, YPred, Output> extends TrainingStepOptions<Batch, X, Y, Raw, YPred, Output> {
  /**
   * Ends every epoch with a step, though fewer batches than `gradientAccumulationSteps` are left; then these are averaged, and the count
   * starts anew with each epoch. @default false
   */
  readonly flushAtEpochEnd?: boolean | undefined;
  /** Options of the engine. @default none */
  readonly engine?: EngineOptions | undefined;
}

/**
 * An engine that trains a model: predict, differentiate the loss, step, once per batch.
 *
 * The output is the loss as a number. With an `outputTransform` it is what that makes of `{ x, y, yPred, loss }`, and tensors in it stay on
 * the device until the next output replaces them. Gradients are taken with respect to the optimizer's parameters, frozen ones left out.
 *
 * @param model a `tf.LayersModel` or a `Trainable`; called with `training: true`. Regularisers and constraints of layers are not applied:
 * use `weightDecay`, or add the penalty in `lossFn`
 * @param optimizer one of `optim`, or a `tf.Optimizer`; wrap the latter with `optim.fromTf` where it is to be saved or scheduled
 * @param lossFn `(yPred, y)` to a scalar tensor; the functions of `tf.losses` take the labels first and are refused
 * @throws OptionError
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * import { createSupervisedTrainer, losses, optim } from 'tfjs-ignite';
 *
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1], kernelInitializer: 'zeros' })] });
 * const trainer = createSupervisedTrainer(model, new optim.SGD(model, { lr: 0.25 }), losses.mse);
 * const state = await trainer.run([[tensor2d([[1]]), tensor2d([[2]])] as const], { maxEpochs: 2 });
 * state.output; // => 0
 * ```
 */
export function createSupervisedTrainer<
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
  options: SupervisedTrainerOptions<Batch, X, Y, Raw, YPred, Output> = {},
): Engine<Batch, Output> {
  const owner = 'createSupervisedTrainer';
  const { gradientAccumulationSteps: steps, clipGradNorm, clipGradValue, flushAtEpochEnd: flush } = parseOptions(owner, schemas.trainer, options);
  checkLossFunction(owner, lossFn);
  const own = ownOptimizer(owner, model, optimizer);
  const update = new GradientUpdate(own, { steps, flush, clipGradNorm, clipGradValue });
  const trainer = new Engine<Batch, Output>(trainingStep(owner, { model, optimizer: own, lossFn, update, steps }, options), options.engine);
  if (flush) trainer.on(Events.EPOCH_COMPLETED, (engine) => update.flush(engine));
  return trainer;
}
