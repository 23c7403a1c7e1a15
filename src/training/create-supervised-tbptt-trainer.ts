import type * as tf from '@tensorflow/tfjs-core';
import type { EngineOptions } from '../engine';
import { Engine, Events } from '../engine';
import { OptionError } from '../errors';
import { parseOptions } from '../internal';
import type { Optimizer } from '../optim';
import type { PrepareBatch, SupervisedBatch } from './batch';
import { GradientUpdate } from './gradient-update';
import type { LossFunction } from './options';
import { checkLossFunction, schemas } from './options';
import { ownOptimizer } from './supervised-step';
import type { RecurrentModel } from './tbptt-step';
import { TIME_COUNTER, TbpttEvents, tbpttStep } from './tbptt-step';
import { checkShared } from './training-step';

/** Options of `createSupervisedTbpttTrainer`. */
export interface SupervisedTbpttTrainerOptions<Batch> {
  /** Time steps between two steps of the optimizer, over which gradients flow; a batch's last chunk may be shorter. */
  readonly tbpttStep: number;
  /** The axis of time, in `x` and `y` alike. @default 0 */
  readonly dim?: number | undefined;
  /** Makes `[x, y]` of a whole batch. Tensors that it makes are disposed after the step. @default takes `[x, y]` and `{ xs, ys }` */
  readonly prepareBatch?: PrepareBatch<Batch, tf.Tensor, tf.Tensor> | undefined;
  /** Largest norm of all gradients together; larger ones are scaled down. @default no limit */
  readonly clipGradNorm?: number | undefined;
  /** Largest absolute value of an element of a gradient, applied before `clipGradNorm`. @default no limit */
  readonly clipGradValue?: number | undefined;
  /** Options of the engine. @default none */
  readonly engine?: EngineOptions | undefined;
}

/**
 * An engine that trains a recurrent model by truncated backpropagation through time: it cuts a batch along the axis of time, and predicts,
 * differentiates and steps on one chunk after the other. The hidden state goes on from chunk to chunk, gradients do not.
 *
 * The output is the mean loss of a batch's chunks; in handlers of TIME_ITERATION_COMPLETED `state.output` is the loss of the chunk. The
 * trainer owns the hidden states (tensors in arrays and plain objects, however nested) and disposes the last one with the batch.
 *
 * @param model an object with `forward(x, hidden, { training })` and `parameters()`
 * @param optimizer one of `optim`, or a `tf.Optimizer`
 * @param lossFn `(yPred, y)` to a scalar tensor, of a chunk
 * @throws OptionError
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { TbpttEvents, createSupervisedTbpttTrainer, losses, optim } from 'tfjs-ignite';
 *
 * // Predicts w times the sum of all inputs so far.
 * const w = tf.variable(tf.scalar(1));
 * const model = {
 *   forward(x: tf.Tensor, before: tf.Tensor = tf.scalar(0)) {
 *     const sums = tf.add(tf.cumsum(x), before);
 *     return [tf.mul(w, sums), tf.gather(sums, x.size - 1)] as const;
 *   },
 *   parameters: () => [{ name: 'w', variable: w }],
 * };
 * const trainer = createSupervisedTbpttTrainer(model, new optim.SGD(model.parameters(), { lr: 0 }), losses.mse, { tbpttStep: 2 });
 * const chunks: unknown[] = [];
 * trainer.on(TbpttEvents.TIME_ITERATION_COMPLETED, ({ state }) => chunks.push(state.output));
 * const { output } = await trainer.run([[tf.tensor1d([1, 1, 1, 1]), tf.tensor1d([1, 2, 3, 2])] as const]);
 * chunks; // => [ 0, 2 ]
 * output; // => 1
 * ```
 */
export function createSupervisedTbpttTrainer<Hidden, Batch = SupervisedBatch>(
  model: RecurrentModel<Hidden>,
  optimizer: Optimizer | tf.Optimizer,
  lossFn: LossFunction,
  options: SupervisedTbpttTrainerOptions<Batch>,
): Engine<Batch, number> {
  const owner = 'createSupervisedTbpttTrainer';
  const { tbpttStep: size, dim, clipGradNorm, clipGradValue } = parseOptions(owner, schemas.tbpttTrainer, options);
  checkModel(owner, model);
  checkLossFunction(owner, lossFn);
  const parameters = model.parameters();
  const own = ownOptimizer(owner, parameters, optimizer);
  checkShared(owner, parameters, own);
  const update = new GradientUpdate(own, { steps: 1, flush: false, clipGradNorm, clipGradValue });
  const step = tbpttStep<Hidden, Batch>(owner, { model, optimizer: own, lossFn, update, tbpttStep: size, dim, prepareBatch: options.prepareBatch });
  const trainer = new Engine<Batch, number>(step, options.engine);
  trainer.registerEvents(...Object.values(TbpttEvents));
  // The count goes on where a saved run was, and begins anew with a new one.
  trainer.stateDictUserKeys.add(TIME_COUNTER);
  trainer.on(Events.STARTED, ({ state }) => {
    if (state.iteration === 0) state.attributes[TIME_COUNTER] = 0;
  });
  return trainer;
}

function checkModel(owner: string, model: unknown): void {
  const methods = typeof model === 'object' && model !== null ? (model as Record<string, unknown>) : {};
  if (typeof methods.forward === 'function' && typeof methods.parameters === 'function') return;
  throw new OptionError({ owner: `${owner}.model`, expected: 'an object with forward(x, hidden, { training }) and parameters()', got: model });
}
