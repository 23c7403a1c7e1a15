import * as z from 'zod/mini';
import type { AnyEngine } from '../../engine';
import { Events, RemovableEventHandle } from '../../engine';
import { OptionError } from '../../errors';
import { parseOptions } from '../../internal';
import type { GlobalStepTransform } from '../global-step-from-engine';
import { globalStepFromEngine } from '../global-step-from-engine';
import { engineSchema, functionSchema } from '../schemas';
import { ExperimentLogger } from './experiment-logger';
import type { ParamGroupsHolder } from './optimizer-params-handler';
import { paramGroupsSchema } from './optimizer-params-handler';

/** What {@link setupLogging} logs beside the trainer. */
export interface SetupLoggingOptions {
  /** One whose learning rate is logged as `lr/group_0`, or several by the tag before that. @default none */
  readonly optimizers?: ParamGroupsHolder | Readonly<Record<string, ParamGroupsHolder>>;
  /** One that is logged under `validation`, or several by tag. @default none */
  readonly evaluators?: AnyEngine | Readonly<Record<string, AnyEngine>>;
  /** How often the trainer and learning rates are logged; at least 1. @default 100 */
  readonly logEveryIters?: number;
  /** Metrics of the trainer, such as running averages. @default 'all' */
  readonly trainerMetricNames?: 'all' | readonly string[];
  /** Metrics of the evaluators. @default 'all' */
  readonly evaluatorMetricNames?: 'all' | readonly string[];
  /** What to log of the trainer's output, as for {@link outputHandler}. @default nothing */
  readonly trainerOutputTransform?: (output: unknown) => unknown;
  /** The step of what evaluators measure. Default: the trainer's epoch. */
  readonly evaluatorGlobalStepTransform?: GlobalStepTransform;
}

const namesSchema = z.union([z.literal('all'), z.array(z.string())], { error: "'all' or an array of names" });
const schema = z.strictObject({
  optimizers: z.optional(z.union([paramGroupsSchema, z.record(z.string(), paramGroupsSchema)], { error: 'an optimizer, or optimizers by tag' })),
  evaluators: z.optional(z.union([engineSchema, z.record(z.string(), engineSchema)], { error: 'an engine, or engines by tag' })),
  logEveryIters: z._default(z.int().check(z.minimum(1)), 100),
  trainerMetricNames: z._default(namesSchema, 'all'),
  evaluatorMetricNames: z._default(namesSchema, 'all'),
  trainerOutputTransform: z.optional(functionSchema),
  evaluatorGlobalStepTransform: z.optional(functionSchema),
});

/**
 * Logs what most runs want to have logged, with any logger: the trainer's metrics under `training` and learning rates every so many iterations, and
 * the metrics of evaluators when these complete, under `validation` and the trainer's epoch. One `remove()` ends it all.
 *
 * @throws OptionError for wrong options
 *
 * @example
 * ```ts
 * import { CsvLogger, Engine, Events, memoryAppendFile, setupLogging } from 'tfjs-ignite';
 *
 * const trainer = new Engine((_, batch: number) => batch / 2);
 * const evaluator = new Engine(() => 0);
 * evaluator.on(Events.COMPLETED, ({ state }) => void (state.metrics.accuracy = 0.5));
 * const file = memoryAppendFile();
 * const logger = new CsvLogger({ file, wallTime: () => 0 });
 * setupLogging(logger, trainer, { evaluators: evaluator, logEveryIters: 2, trainerOutputTransform: (loss) => ({ loss }) });
 * trainer.on(Events.EPOCH_COMPLETED, () => evaluator.run([0]));
 * await trainer.run([1, 2]);
 * await logger.close();
 * new TextDecoder().decode(file.content()); // => 'step,time,name,value\r\n2,0,training/loss,1\r\n1,0,validation/accuracy,0.5\r\n'
 * ```
 */
export function setupLogging(logger: ExperimentLogger, trainer: AnyEngine, options: SetupLoggingOptions = {}): RemovableEventHandle {
  const owner = 'setupLogging';
  if (!(logger instanceof ExperimentLogger)) throw new OptionError({ owner: `${owner}.logger`, expected: 'a logger such as TensorboardLogger', got: logger });
  if (!isEngine(trainer)) throw new OptionError({ owner: `${owner}.trainer`, expected: 'an engine', got: trainer });
  const { logEveryIters } = parseOptions(owner, schema, options);
  const { optimizers = {}, evaluators = {}, trainerMetricNames = 'all', evaluatorMetricNames = 'all', trainerOutputTransform } = options;

  const handles = [
    logger.attachOutputHandler(trainer, {
      event: Events.ITERATION_COMPLETED.every(logEveryIters),
      tag: 'training',
      metricNames: trainerMetricNames,
      ...(trainerOutputTransform === undefined ? {} : { outputTransform: trainerOutputTransform }),
    }),
  ];
  const event = Events.ITERATION_STARTED.every(logEveryIters);
  if (isHolder(optimizers)) handles.push(logger.attachOptimizerParams(trainer, { event, optimizer: optimizers }));
  else for (const [tag, optimizer] of Object.entries(optimizers)) handles.push(logger.attachOptimizerParams(trainer, { event, optimizer, tag }));

  const { evaluatorGlobalStepTransform: globalStepTransform = globalStepFromEngine(trainer) } = options;
  for (const [tag, evaluator] of Object.entries(isEngine(evaluators) ? { validation: evaluators } : evaluators)) {
    handles.push(logger.attachOutputHandler(evaluator, { event: Events.COMPLETED, tag, metricNames: evaluatorMetricNames, globalStepTransform }));
  }
  return new RemovableEventHandle(() => handles.forEach((handle) => handle.remove()));
}

function isHolder(value: Exclude<SetupLoggingOptions['optimizers'], undefined>): value is ParamGroupsHolder {
  return z.safeParse(paramGroupsSchema, value).success;
}

function isEngine(value: unknown): value is AnyEngine {
  return z.safeParse(engineSchema, value).success;
}
