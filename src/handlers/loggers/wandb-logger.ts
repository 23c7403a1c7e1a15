import * as z from 'zod/mini';
import type { AnyEngine, RemovableEventHandle } from '../../engine';
import { hasMethods, parseOptions } from '../../internal';
import { engineSchema } from '../schemas';
import type { ExperimentLoggerOptions } from './experiment-logger';
import { ExperimentLogger, experimentLoggerShape } from './experiment-logger';
import type { LogRecord, LogSink } from './log-record';
import type { RunStatus } from './run-status';
import { followStatus } from './run-status';

/** A run of Weights & Biases, as `await wandb.init(…)` of `@wandb/sdk` gives it. */
export interface WandbRun {
  /** Adds values to the row of a step; steps never go down. May return a promise. */
  log(values: Record<string, number | string>, step: number): unknown;
  /** The settings of the run, perhaps with `update`. Default: it has none that can be changed. */
  readonly config?: Record<string, unknown> | { update(values: Record<string, unknown>): unknown };
  /** Sends what is left; another code than 0 says that the run has failed. May return a promise. */
  finish(code?: number): unknown;
}

const schema = z.strictObject({
  run: z.custom<WandbRun>((value) => hasMethods(value, 'log', 'finish'), 'a run of Weights & Biases, with log() and finish()'),
  ...experimentLoggerShape,
});
const attachmentSchema = z.strictObject({ engine: engineSchema });

/** Options of {@link WandbLogger}. */
export interface WandbLoggerOptions extends ExperimentLoggerOptions {
  /** What to log to; it is finished when the logger is closed. */
  readonly run: WandbRun;
}

/**
 * Logs to a run of Weights & Biases, which the program has begun: scalars and texts under their names, hyperparameters to `config`.
 *
 * Weights & Biases takes steps in ascending order only. What is logged under a lower step than the last one, such as the epoch of an evaluator
 * after iterations of the trainer, goes to the last step, with one warning: log both under iterations, with
 * `globalStepTransform: () => trainer.state.iteration`.
 *
 * A client whose `log` takes an object, as in Python: `{ log: (values, step) => client.log(values, { step }), finish: (code) => client.finish(code) }`.
 *
 * @throws OptionError for wrong options
 *
 * @example
 * ```ts
 * import { Engine, Events, WandbLogger } from 'tfjs-ignite';
 *
 * const rows: unknown[] = [];
 * const run = { log: (values: object, step: number) => rows.push([step, values]), finish: () => undefined }; // await wandb.init({ project: 'digits' })
 * const logger = new WandbLogger({ run });
 * const trainer = new Engine((_, batch: number) => batch / 2);
 * logger.attachOutputHandler(trainer, { event: Events.ITERATION_COMPLETED, tag: 'training', outputTransform: (loss) => ({ loss }) });
 * await trainer.run([1, 2]);
 * await logger.close();
 * rows; // => [ [ 1, { 'training/loss': 0.5 } ], [ 2, { 'training/loss': 1 } ] ]
 * ```
 */
export class WandbLogger extends ExperimentLogger {
  readonly #ending: { status: RunStatus };

  constructor(options: WandbLoggerOptions) {
    const { run, logger = console, wallTime, schedule, ...counts } = parseOptions('WandbLogger', schema, options);
    const ending: { status: RunStatus } = { status: 'FINISHED' };
    super(wandbSink(run, (message) => logger.warn(`WandbLogger: ${message}`), ending), {
      ...counts,
      logger,
      ...(wallTime === undefined ? {} : { wallTime }),
      ...(schedule === undefined ? {} : { schedule }),
    });
    this.#ending = ending;
  }

  /** Follows the run of an engine: by an error, or by `interrupt()`, the run is said to have failed when the logger is closed. */
  attachStatus(engine: AnyEngine): RemovableEventHandle {
    parseOptions('WandbLogger.attachStatus', attachmentSchema, { engine });
    return followStatus(engine, (status) => void (this.#ending.status = status));
  }
}

function wandbSink(run: WandbRun, warn: (message: string) => void, ending: { readonly status: RunStatus }): LogSink {
  let last = -Infinity;
  let hasWarned = false;
  const stepOf = ({ step }: LogRecord): number => {
    if (step < last && !hasWarned) {
      hasWarned = true;
      warn(`step ${step} comes after step ${last}, and Weights & Biases takes steps in ascending order only: it becomes ${last}, as will others. Give a globalStepTransform.`);
    }
    last = Math.max(step, last);
    return last;
  };
  return {
    owner: 'WandbLogger',
    location: 'the run of Weights & Biases',
    kinds: ['scalars', 'text', 'hparams'],
    async write(records, report) {
      for (const record of records) {
        const values = valuesOf(record);
        if (Object.keys(values).length > 0) await run.log(values, stepOf(record));
        const isRefused = record.kind === 'hparams' && !(await setConfig(run, record.params));
        report.done(1);
        if (isRefused) report.refuse(1, 'it has no config for hyperparameters, give them to wandb.init');
      }
    },
    async close() {
      await run.finish(ending.status === 'FINISHED' ? 0 : 1);
    },
  };
}

/** Copies, since the client may write into what it is given. */
function valuesOf(record: LogRecord): Record<string, number | string> {
  if (record.kind === 'scalars') return { ...record.values };
  if (record.kind === 'hparams') return { ...record.metrics };
  return record.kind === 'text' ? { [record.tag]: record.text } : {};
}

/** Whether the run has a place for settings. */
async function setConfig({ config }: WandbRun, params: Readonly<Record<string, unknown>>): Promise<boolean> {
  if (config === undefined) return false;
  if (isUpdatable(config)) await config.update({ ...params });
  else Object.assign(config, params);
  return true;
}

function isUpdatable(config: object): config is { update(values: Record<string, unknown>): unknown } {
  return hasMethods(config, 'update');
}
