import type * as tf from '@tensorflow/tfjs-core';
import type { EngineOptions } from '../engine';
import { Engine } from '../engine';
import { parseOptions } from '../internal';
import type { AnyMetric, MetricValues } from '../metrics';
import type { Model } from '../optim';
import type { SupervisedBatch } from './batch';
import type { EvaluationStepOptions } from './evaluation-step';
import { evaluationStep } from './evaluation-step';
import { schemas } from './options';

/** Metrics by the name under which `state.metrics` has their values. */
export type NamedMetrics = Readonly<Record<string, AnyMetric>>;

/** Options of `createSupervisedEvaluator`. */
export interface SupervisedEvaluatorOptions<Metrics extends NamedMetrics, Batch, X, Y, Raw, YPred, Output>
  extends EvaluationStepOptions<Batch, X, Y, Raw, YPred, Output> {
  /** Metrics to attach, each under its key. @default none */
  readonly metrics?: Metrics | undefined;
  /** Options of the engine. @default none */
  readonly engine?: EngineOptions | undefined;
}

/**
 * An engine that evaluates a model in inference mode, with metrics of what it predicts.
 *
 * The output is `[yPred, y]`; the engine disposes the predictions when the next ones come.
 *
 * @param model a `tf.LayersModel` or a `Trainable`; called with `training: false`
 * @throws OptionError
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { ones, zeros } from '@tensorflow/tfjs-core';
 * import { createSupervisedEvaluator, Loss, losses } from 'tfjs-ignite';
 *
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2], kernelInitializer: 'ones' })] });
 * const evaluator = createSupervisedEvaluator(model, { metrics: { loss: new Loss(losses.mse) } });
 * const { metrics } = await evaluator.run([[ones([3, 2]), zeros([3, 1])] as const]);
 * metrics.loss; // => 4
 * ```
 */
export function createSupervisedEvaluator<
  const Metrics extends NamedMetrics = NamedMetrics,
  X = tf.Tensor,
  Y = tf.Tensor,
  Raw = tf.Tensor,
  YPred = Raw,
  Output = readonly [yPred: YPred, y: Y],
  Batch = SupervisedBatch<X, Y>,
>(
  model: Model,
  options: SupervisedEvaluatorOptions<Metrics, Batch, X, Y, Raw, YPred, Output> = {},
): Engine<Batch, Output, MetricValues<Metrics>> {
  const owner = 'createSupervisedEvaluator';
  parseOptions(owner, schemas.evaluator, options);
  const evaluator = new Engine<Batch, Output, MetricValues<Metrics>>(evaluationStep(owner, model, options), options.engine);
  for (const [name, metric] of Object.entries(options.metrics ?? {})) metric.attach(evaluator, name);
  return evaluator;
}
