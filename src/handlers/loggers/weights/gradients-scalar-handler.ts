import { parseOptions } from '../../../internal';
import type { LogHandler } from '../log-handler';
import { globalStep } from '../log-handler';
import { gradientsOf } from './gradients';
import { logReduced } from './log-tensors';
import { namedReduction } from './reduction';
import { keyPrefix, selectWeights } from './weights-options';
import type { WeightsScalarOptions } from './weights-scalar-handler';
import { weightsScalarSchema } from './weights-scalar-handler';

/**
 * A handler for {@link ExperimentLogger.attach} at {@link GradientEvents}.GRADIENTS_COMPUTED that logs one number of each gradient, as
 * `tag/grads_norm/<layer>/<weight>`.
 *
 * Gradients are as the optimizer gets them: averaged over accumulated batches, and limited. All numbers are read together; where a read takes time
 * nobody waits for it.
 *
 * @throws OptionError for wrong options, a whitelist that names no weight, and a reduction to something else than one element; when called, at
 * another event, and when no gradient is of the model
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { GradientEvents, TensorboardLogger, createSupervisedTrainer, gradientsScalarHandler, losses, memoryAppendFile, optim } from 'tfjs-ignite';
 *
 * const model = tf.sequential({ layers: [tf.layers.dense({ name: 'head', units: 2, inputShape: [3] })] });
 * const trainer = createSupervisedTrainer(model, new optim.SGD(model, { lr: 0.1 }), losses.mse);
 * const logger = new TensorboardLogger({ file: memoryAppendFile() });
 * logger.attach(trainer, GradientEvents.GRADIENTS_COMPUTED.every(10), gradientsScalarHandler({ model }));
 * ```
 */
export function gradientsScalarHandler(options: WeightsScalarOptions): LogHandler {
  const owner = 'gradientsScalarHandler';
  parseOptions(owner, weightsScalarSchema, options);
  const { name, reduce } = namedReduction(owner, options.reduction);
  const prefix = keyPrefix(options.tag, `grads_${name}`);
  const weights = selectWeights(owner, options);
  return (engine, logger, event, gradients) =>
    logReduced(logger, gradientsOf(owner, weights, prefix, event, gradients), reduce, globalStep(owner, engine, event, options.globalStepTransform));
}
