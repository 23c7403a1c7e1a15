import * as z from 'zod/mini';
import type { AnyEngine } from '../../engine';
import { OptionError } from '../../errors';
import type { MaybePromise } from '../../internal';
import { andThen, inTurn, parseOptions } from '../../internal';
import { isTensor } from '../../tensor';
import type { GlobalStepTransform } from '../global-step-from-engine';
import { functionSchema } from '../schemas';
import { flattenScalars } from './flatten-scalars';
import type { LogHandler } from './log-handler';
import { globalStep } from './log-handler';
import { missingMetric } from './missing-metric';

/** What {@link outputHandler} logs; at least one of `metricNames`, `outputTransform` and `stateAttributes`. */
export interface OutputHandlerOptions {
  /** Stands before every name, with a slash. @default none */
  readonly tag?: string;
  /** Metrics of the engine. */
  readonly metricNames?: 'all' | readonly string[];
  /** What to log of the output: a number (as `output`), or several by name. May return a promise. */
  readonly outputTransform?: (output: unknown) => unknown;
  /** Keys of `state.attributes`. */
  readonly stateAttributes?: readonly string[];
  /** The step to log under. Default: the event's counter on this engine. */
  readonly globalStepTransform?: GlobalStepTransform;
}

const schema = z.strictObject({
  tag: z.optional(z.string()),
  metricNames: z.optional(z.union([z.literal('all'), z.array(z.string())], { error: "'all' or an array of names" })),
  outputTransform: z.optional(functionSchema),
  stateAttributes: z.optional(z.array(z.string())),
  globalStepTransform: z.optional(functionSchema),
});

/**
 * A handler for {@link ExperimentLogger.attach} that logs metrics, outputs and state attributes as numbers.
 *
 * Arrays and tensors are logged element by element (`name/0`), objects entry by entry (`name/key`). What is no number is left out, with one warning.
 *
 * @throws OptionError without anything to log; when called, for a metric that does not exist though an epoch has ended, with the names there are
 *
 * @example
 * ```ts
 * import { CsvLogger, Engine, Events, memoryAppendFile, outputHandler } from 'tfjs-ignite';
 *
 * const file = memoryAppendFile();
 * const logger = new CsvLogger({ file, wallTime: () => 0 });
 * const evaluator = new Engine((_, batch: number[]) => batch);
 * evaluator.on(Events.ITERATION_COMPLETED, ({ state }) => void (state.metrics.accuracy = 0.5));
 * const handler = outputHandler({ tag: 'validation', metricNames: ['accuracy'], outputTransform: (scores) => ({ scores }) });
 * logger.attach(evaluator, Events.EPOCH_COMPLETED, handler);
 * await evaluator.run([[0.25, 0.75]]);
 * await logger.close();
 * const [, ...lines] = new TextDecoder().decode(file.content()).trim().split('\r\n');
 * lines; // => [ '1,0,validation/accuracy,0.5', '1,0,validation/scores/0,0.25', '1,0,validation/scores/1,0.75' ]
 * ```
 */
export function outputHandler(options: OutputHandlerOptions): LogHandler {
  parseOptions('outputHandler', schema, options);
  const { tag, metricNames, outputTransform, stateAttributes = [], globalStepTransform } = options;
  if (metricNames === undefined && outputTransform === undefined && stateAttributes.length === 0) {
    throw new OptionError({ owner: 'outputHandler', expected: 'at least one of metricNames, outputTransform and stateAttributes', got: Object.keys(options) });
  }
  const prefix = tag === undefined ? '' : `${tag}/`;
  return (engine, logger, event) => {
    const { state } = engine;
    const named: [string, unknown][] = [];
    for (const name of metricNames === 'all' ? Object.keys(state.metrics) : (metricNames ?? [])) {
      if (Object.hasOwn(state.metrics, name)) named.push([name, state.metrics[name]]);
      else checkMissing(engine, event.counter === 'epoch', name);
    }
    for (const name of stateAttributes) if (Object.hasOwn(state.attributes, name)) named.push([name, state.attributes[name]]);
    const step = globalStep('outputHandler', engine, event, globalStepTransform);
    const values: Record<string, number> = {};
    const drop = (key: string): void => logger.warnOnce(`${logger.owner}: ${key} is no number and is left out.`);
    const add = (name: string, value: unknown): MaybePromise<void> => flattenScalars(prefix + name, value, values, drop);
    const ofOutput = outputTransform === undefined ? undefined : outputTransform(state.output);
    return andThen(ofOutput, (output) => {
      if (outputTransform !== undefined) named.push(...entriesOf(output));
      return andThen(inTurn(named, ([name, value]) => add(name, value)), () => {
        if (Object.keys(values).length > 0) logger.logScalars(values, step);
      });
    });
  };
}

function entriesOf(output: unknown): [string, unknown][] {
  if (typeof output === 'object' && output !== null && !Array.isArray(output) && !isTensor(output) && !ArrayBuffer.isView(output)) return Object.entries(output);
  return [['output', output]];
}

/** Until an epoch has ended a metric may well be missing; after it, it is misspelt. */
function checkMissing({ state }: AnyEngine, ofEpoch: boolean, name: string): void {
  if (!ofEpoch && state.epoch <= 1) return;
  throw missingMetric('outputHandler.metricNames', state, name, 'logger');
}
