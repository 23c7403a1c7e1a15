import * as z from 'zod/mini';
import { parseOptions } from '../../../internal';
import type { LogHandler } from '../log-handler';
import { globalStep } from '../log-handler';
import { logHistograms } from './log-tensors';
import type { WeightsOptions } from './weights-options';
import { keyPrefix, selectWeights, weightsShape } from './weights-options';

/** The options of {@link WeightsOptions}, to be checked. */
export const weightsSchema = z.strictObject(weightsShape);

/**
 * A handler for {@link ExperimentLogger.attach} that logs each weight of a model as a histogram, as `tag/weights/<layer>/<weight>`.
 *
 * Frozen weights are logged too, buffers such as running statistics are not. The weights are copied, so that they can change while they wait to be
 * written; where a read takes time nobody waits for it. Meant for epochs, or for every so many iterations.
 *
 * @throws OptionError for wrong options and a whitelist that names no weight
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { Engine, Events, TensorboardLogger, memoryAppendFile, weightsHistogramHandler } from 'tfjs-ignite';
 *
 * const model = tf.sequential({ layers: [tf.layers.dense({ name: 'head', units: 2, inputShape: [3] })] });
 * await using logger = new TensorboardLogger({ file: memoryAppendFile() });
 * const trainer = new Engine(() => 0);
 * logger.attach(trainer, Events.EPOCH_COMPLETED, weightsHistogramHandler({ model, tag: 'model' }));
 * await trainer.run([0]);
 * ```
 */
export function weightsHistogramHandler(options: WeightsOptions): LogHandler {
  const owner = 'weightsHistogramHandler';
  parseOptions(owner, weightsSchema, options);
  const prefix = keyPrefix(options.tag, 'weights');
  const tensors = selectWeights(owner, options).map((weight) => ({ key: prefix + weight.name, tensor: weight.variable }));
  return (engine, logger, event) => logHistograms(logger, tensors, globalStep(owner, engine, event, options.globalStepTransform));
}
