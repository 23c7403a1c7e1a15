import * as z from 'zod/mini';
import { OptionError } from '../../errors';
import { parseOptions } from '../../internal';
import type { GlobalStepTransform } from '../global-step-from-engine';
import { functionSchema } from '../schemas';
import type { LogHandler } from './log-handler';
import { globalStep } from './log-handler';

/** Something with parameter groups, such as an optimizer of `optim`. */
export interface ParamGroupsHolder {
  readonly paramGroups: readonly object[];
}

/** What {@link optimizerParamsHandler} logs. */
export interface OptimizerParamsOptions {
  readonly optimizer: ParamGroupsHolder;
  /** The parameter of the groups. @default 'lr' */
  readonly paramName?: string;
  /** Stands before the name, with a slash. @default none */
  readonly tag?: string;
  /** The step to log under. Default: the event's counter on this engine. */
  readonly globalStepTransform?: GlobalStepTransform;
}

/** An optimizer, for schemas. */
export const paramGroupsSchema = z.custom<ParamGroupsHolder>(
  (value: unknown) => typeof value === 'object' && value !== null && 'paramGroups' in value && Array.isArray(value.paramGroups),
  'an optimizer with paramGroups',
);

const schema = z.strictObject({
  optimizer: paramGroupsSchema,
  paramName: z._default(z.string(), 'lr'),
  tag: z.optional(z.string()),
  globalStepTransform: z.optional(functionSchema),
});

/**
 * A handler for {@link ExperimentLogger.attach} that logs a parameter of each group of an optimizer, as `tag/lr/group_0`.
 *
 * @throws OptionError for a parameter that no group has as a number
 *
 * @example
 * ```ts
 * import { CsvLogger, Engine, Events, memoryAppendFile, optimizerParamsHandler } from 'tfjs-ignite';
 *
 * const file = memoryAppendFile();
 * const logger = new CsvLogger({ file, wallTime: () => 0 });
 * const optimizer = { paramGroups: [{ lr: 0.5 }, { lr: 0.25 }] }; // an optimizer of optim
 * const trainer = new Engine(() => 0);
 * logger.attach(trainer, Events.EPOCH_STARTED, optimizerParamsHandler({ optimizer, tag: 'training' }));
 * await trainer.run([0]);
 * await logger.close();
 * const [, ...lines] = new TextDecoder().decode(file.content()).trim().split('\r\n');
 * lines; // => [ '1,0,training/lr/group_0,0.5', '1,0,training/lr/group_1,0.25' ]
 * ```
 */
export function optimizerParamsHandler(options: OptimizerParamsOptions): LogHandler {
  const { optimizer, paramName, tag } = parseOptions('optimizerParamsHandler', schema, options);
  const { globalStepTransform } = options;
  const prefix = `${tag === undefined ? '' : `${tag}/`}${paramName}/group_`;
  const read = (): Record<string, number> => {
    const values: Record<string, number> = {};
    optimizer.paramGroups.forEach((group, index) => {
      const value = (group as Readonly<Record<string, unknown>>)[paramName]; // groups are plain objects, whatever their options
      if (typeof value === 'number') values[`${prefix}${index}`] = value;
    });
    if (Object.keys(values).length > 0) return values;
    const known = Object.entries(optimizer.paramGroups[0] ?? {}).filter(([, value]) => typeof value === 'number');
    throw new OptionError({ owner: 'optimizerParamsHandler.paramName', expected: `a number of the groups (${known.map(([name]) => name).join(', ')})`, got: paramName });
  };
  read();
  return (engine, logger, event) => logger.logScalars(read(), globalStep('optimizerParamsHandler', engine, event, globalStepTransform));
}
