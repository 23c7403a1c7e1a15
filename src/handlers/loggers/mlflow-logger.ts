import * as z from 'zod/mini';
import type { AnyEngine, RemovableEventHandle } from '../../engine';
import { parseOptions } from '../../internal';
import { engineSchema } from '../schemas';
import type { ExperimentLoggerOptions } from './experiment-logger';
import { ExperimentLogger, experimentLoggerShape } from './experiment-logger';
import { MlflowRun } from './mlflow/mlflow-run';
import { MlflowSink } from './mlflow/mlflow-sink';
import type { Fetch } from './mlflow/rest-client';
import { RestClient, isHttpUrl } from './mlflow/rest-client';
import type { RunStatus } from './run-status';
import { followStatus } from './run-status';

const name = z.string().check(z.minLength(1));

const schema = z.strictObject({
  trackingUri: z.string().check(z.refine(isHttpUrl, 'the http(s) address of an MLflow server')),
  experimentName: z._default(name, 'Default'),
  runName: z.optional(name),
  runId: z.optional(name),
  tags: z._default(z.record(z.string(), z.string()), {}),
  params: z._default(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])), {}),
  headers: z._default(z.record(z.string(), z.string()), {}),
  timeout: z._default(z.int().check(z.minimum(1)), 10_000),
  fetch: z.optional(z.custom<Fetch>((value) => typeof value === 'function', 'a function such as fetch')),
  ...experimentLoggerShape,
});

const attachmentSchema = z.strictObject({ engine: engineSchema });
const statusSchema = z.strictObject({ status: z.enum(['FINISHED', 'FAILED', 'KILLED']) });

/** Options of {@link MLflowLogger}. */
export interface MLflowLoggerOptions extends ExperimentLoggerOptions {
  /** The server's address, such as `http://127.0.0.1:5000`; may hold a user and a password. */
  readonly trackingUri: string;
  /** The experiment that the run belongs to; it is created if it is not there. @default 'Default' */
  readonly experimentName?: string;
  /** Default: one that the server makes up. */
  readonly runName?: string;
  /** A run that is there and goes on, such as that of the process before; it keeps its name and its experiment. Default: a new run. */
  readonly runId?: string;
  /** Tags of the run. @default none */
  readonly tags?: Readonly<Record<string, string>>;
  /** Parameters of the run; MLflow takes each once, and refuses another value later. @default none */
  readonly params?: Readonly<Record<string, string | number | boolean>>;
  /** Headers of every request, such as `Authorization: Bearer …`. @default none */
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds that the server may take to answer; at least 1. @default 10000 */
  readonly timeout?: number;
  /** Default: the platform's. */
  readonly fetch?: Fetch;
}

/**
 * Logs to an MLflow server by its REST interface: scalars as metrics, hyperparameters as params, texts as files `name/step.txt` of the run.
 *
 * The run is created with the first delivery and FINISHED when the logger is closed, unless `status` says something else.
 * Where the server does not take files, texts become tags. Names that MLflow does not take are changed, with one warning. MLflow's databases keep
 * infinities as the largest float64. What the server refuses is lost, with one warning that gives its words; everything else is tried again
 * as for every {@link ExperimentLogger}, and arrives once.
 *
 * @throws OptionError for wrong options
 *
 * @example
 * ```ts
 * import { Engine, Events, MLflowLogger } from 'tfjs-ignite';
 *
 * const server = { calls: [] as string[] };
 * const answers: Record<string, object> = {
 *   'experiments/get-by-name': { experiment: { experiment_id: '1' } },
 *   'runs/create': { run: { info: { run_id: 'a1', experiment_id: '1' } } },
 * };
 * const fetch = async (url: string) => {
 *   const call = /mlflow\/([^?]*)/.exec(url)?.[1] ?? '';
 *   server.calls.push(call);
 *   return Response.json(answers[call] ?? {});
 * };
 * const logger = new MLflowLogger({ trackingUri: 'http://127.0.0.1:5000', experimentName: 'digits', params: { lr: 0.1 }, fetch });
 * const trainer = new Engine((_, batch: number) => batch / 2);
 * logger.attachOutputHandler(trainer, { event: Events.ITERATION_COMPLETED, tag: 'training', outputTransform: (loss) => ({ loss }) });
 * await trainer.run([1, 2]);
 * await logger.close();
 * server.calls.slice(1); // => [ 'runs/create', 'runs/log-batch', 'runs/log-batch', 'runs/update' ]
 * ```
 */
export class MLflowLogger extends ExperimentLogger {
  readonly #run: MlflowRun;
  readonly #location: string;
  readonly #ending: { status: RunStatus };

  constructor(options: MLflowLoggerOptions) {
    const parsed = parseOptions('MLflowLogger', schema, options);
    const { trackingUri, experimentName, runName, runId, tags, params, headers, timeout, fetch: ownFetch, ...common } = parsed;
    const { logger = console, wallTime = Date.now, schedule, ...counts } = common;
    // The platform's is looked up when it is used, so that it can be replaced.
    const client = new RestClient({ baseUrl: trackingUri, headers, timeout, fetch: ownFetch ?? ((url, init) => fetch(url, init)) });
    const run = new MlflowRun(client, { experimentName, runName, runId, startTime: wallTime() });
    const ending: { status: RunStatus } = { status: 'FINISHED' };
    const sink = new MlflowSink({ client, run, tags, warn: (message) => logger.warn(message), ending: () => ({ ...ending, time: wallTime() }) });
    super(sink, { ...counts, logger, wallTime, ...(schedule === undefined ? {} : { schedule }) });
    this.#run = run;
    this.#location = client.location;
    this.#ending = ending;
    if (Object.keys(params).length > 0) this.logParams(params);
  }

  /** The run's id, by which another process can go on with it; `undefined` until the server has answered. */
  get runId(): string | undefined {
    return this.#run.known?.runId;
  }

  /** The run's page; `undefined` until the server has answered. */
  get runUrl(): string | undefined {
    const { known } = this.#run;
    return known === undefined ? undefined : `${this.#location}/#/experiments/${known.experimentId}/runs/${known.runId}`;
  }

  /** What the run is said to be when the logger is closed. @default 'FINISHED' */
  get status(): RunStatus {
    return this.#ending.status;
  }

  set status(status: RunStatus) {
    parseOptions('MLflowLogger', statusSchema, { status });
    this.#ending.status = status;
  }

  /** Follows the run of an engine: FAILED by an error, KILLED by `interrupt()`, FINISHED when it completes. The logger has to be closed still. */
  attachStatus(engine: AnyEngine): RemovableEventHandle {
    parseOptions('MLflowLogger.attachStatus', attachmentSchema, { engine });
    return followStatus(engine, (status) => void (this.#ending.status = status));
  }

  /** Queues parameters of the run. */
  logParams(params: Readonly<Record<string, string | number | boolean>>): void {
    this.log({ kind: 'hparams', params, metrics: {} }, 0);
  }
}
