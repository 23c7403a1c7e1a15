import * as z from 'zod/mini';
import { parseOptions } from '../../../internal';
import { functionSchema } from '../../schemas';
import type { LogHandler } from '../log-handler';
import { globalStep } from '../log-handler';
import { logReduced } from './log-tensors';
import type { Reduction } from './reduction';
import { namedReduction } from './reduction';
import type { WeightsOptions } from './weights-options';
import { keyPrefix, selectWeights, weightsShape } from './weights-options';

/** What {@link weightsScalarHandler} and {@link gradientsScalarHandler} log. */
export interface WeightsScalarOptions extends WeightsOptions {
  /** Makes a tensor of one element of a tensor; its name is part of the key. Default: the L2 norm, as `norm`. */
  readonly reduction?: Reduction;
}

/** The options of {@link WeightsScalarOptions}, to be checked. */
export const weightsScalarSchema = z.strictObject({ ...weightsShape, reduction: z.optional(functionSchema) });

/**
 * A handler for {@link ExperimentLogger.attach} that logs one number of each weight of a model, as `tag/weights_norm/<layer>/<weight>`.
 *
 * Frozen weights are logged too, buffers such as running statistics are not. All numbers are read together; where a read takes time nobody waits for it.
 *
 * @throws OptionError for wrong options, a whitelist that names no weight, and a reduction to something else than one element
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { Engine, Events, CsvLogger, memoryAppendFile, weightsScalarHandler } from 'tfjs-ignite';
 *
 * const ones = { units: 4, inputShape: [4], kernelInitializer: 'ones' as const };
 * const model = tf.sequential({ layers: [tf.layers.dense({ name: 'head', ...ones })] });
 * const file = memoryAppendFile();
 * const logger = new CsvLogger({ file, wallTime: () => 0 });
 * const trainer = new Engine(() => 0);
 * logger.attach(trainer, Events.EPOCH_COMPLETED, weightsScalarHandler({ model, whitelist: ['head/kernel'] }));
 * await trainer.run([0]);
 * await logger.close();
 * new TextDecoder().decode(file.content()); // => 'step,time,name,value\r\n1,0,weights_norm/head/kernel,4\r\n'
 * ```
 */
export function weightsScalarHandler(options: WeightsScalarOptions): LogHandler {
  const owner = 'weightsScalarHandler';
  parseOptions(owner, weightsScalarSchema, options);
  const { name, reduce } = namedReduction(owner, options.reduction);
  const prefix = keyPrefix(options.tag, `weights_${name}`);
  const tensors = selectWeights(owner, options).map((weight) => ({ key: prefix + weight.name, tensor: weight.variable }));
  return (engine, logger, event) => logReduced(logger, tensors, reduce, globalStep(owner, engine, event, options.globalStepTransform));
}
