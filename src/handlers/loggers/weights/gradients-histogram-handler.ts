import { parseOptions } from '../../../internal';
import type { LogHandler } from '../log-handler';
import { globalStep } from '../log-handler';
import { gradientsOf } from './gradients';
import { logHistograms } from './log-tensors';
import { weightsSchema } from './weights-histogram-handler';
import type { WeightsOptions } from './weights-options';
import { keyPrefix, selectWeights } from './weights-options';

/**
 * A handler for {@link ExperimentLogger.attach} at {@link GradientEvents}.GRADIENTS_COMPUTED that logs each gradient as a histogram, as
 * `tag/grads/<layer>/<weight>`.
 *
 * Gradients are as the optimizer gets them: averaged over accumulated batches, and limited. They are copied; where a read takes time nobody waits
 * for it. Meant for every so many iterations.
 *
 * @throws OptionError for wrong options and a whitelist that names no weight; when called, at another event, and when no gradient is of the model
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { GradientEvents, TensorboardLogger, createSupervisedTrainer, gradientsHistogramHandler, losses, memoryAppendFile, optim } from 'tfjs-ignite';
 *
 * const model = tf.sequential({ layers: [tf.layers.dense({ name: 'head', units: 2, inputShape: [3] })] });
 * const trainer = createSupervisedTrainer(model, new optim.SGD(model, { lr: 0.1 }), losses.mse);
 * const logger = new TensorboardLogger({ file: memoryAppendFile() });
 * logger.attach(trainer, GradientEvents.GRADIENTS_COMPUTED.every(500), gradientsHistogramHandler({ model, whitelist: ['head'] }));
 * ```
 */
export function gradientsHistogramHandler(options: WeightsOptions): LogHandler {
  const owner = 'gradientsHistogramHandler';
  parseOptions(owner, weightsSchema, options);
  const prefix = keyPrefix(options.tag, 'grads');
  const weights = selectWeights(owner, options);
  return (engine, logger, event, gradients) =>
    logHistograms(logger, gradientsOf(owner, weights, prefix, event, gradients), globalStep(owner, engine, event, options.globalStepTransform));
}
