import * as z from 'zod/mini';
import type { RunStatus } from '../run-status';
import { Refusal } from './refusal';
import type { RestClient } from './rest-client';

/** Which run is logged to. */
export interface RunSetup {
  readonly experimentName: string;
  readonly runName?: string | undefined;
  /** A run that is there and goes on. */
  readonly runId?: string | undefined;
  /** Milliseconds since 1970. */
  readonly startTime: number;
}

/** A run that is there. */
export interface KnownRun {
  readonly runId: string;
  readonly experimentId: string;
  /** Where its files are. */
  readonly artifactUri: string;
}

/** The tag by which a run is found whose creation was not answered. */
const KEY = 'tfjs_ignite.key';

const foundExperiment = z.object({ experiment: z.object({ experiment_id: z.string() }) });
const createdExperiment = z.object({ experiment_id: z.string() });
const known = z.pipe(
  z.object({ info: z.object({ run_id: z.string(), experiment_id: z.string(), artifact_uri: z._default(z.string(), '') }) }),
  z.transform(({ info }): KnownRun => ({ runId: info.run_id, experimentId: info.experiment_id, artifactUri: info.artifact_uri })),
);
const oneRun = z.object({ run: known });
const someRuns = z.object({ runs: z._default(z.array(known), []) });

/** A run of MLflow: created once, however often that has to be tried, and ended. Everything rejects as {@link RestClient} does. */
export class MlflowRun {
  readonly #client: RestClient;
  readonly #setup: RunSetup;
  readonly #key = newKey();
  #experimentId: string | undefined;
  #mayExist = false;
  #known: KnownRun | undefined;

  constructor(client: RestClient, setup: RunSetup) {
    this.#client = client;
    this.#setup = setup;
  }

  /** `undefined` until the server has answered. */
  get known(): KnownRun | undefined {
    return this.#known;
  }

  /** Finds the run or creates it, and its experiment before it. */
  async open(): Promise<KnownRun> {
    const { runId } = this.#setup;
    this.#known ??= runId === undefined ? await this.#create() : await this.#goOn(runId);
    return this.#known;
  }

  async end(status: RunStatus, time: number): Promise<void> {
    const { runId } = await this.open();
    await this.#client.post('api/2.0/mlflow/runs/update', { run_id: runId, status, end_time: Math.trunc(time) });
  }

  async #goOn(runId: string): Promise<KnownRun> {
    const { run } = await this.#read(this.#client.get('api/2.0/mlflow/runs/get', { run_id: runId }), oneRun);
    await this.#client.post('api/2.0/mlflow/runs/update', { run_id: runId, status: 'RUNNING' });
    return run;
  }

  async #create(): Promise<KnownRun> {
    this.#experimentId ??= await this.#findExperiment();
    const experimentId = this.#experimentId;
    if (this.#mayExist) {
      const search = { experiment_ids: [experimentId], filter: `tags.\`${KEY}\` = '${this.#key}'`, max_results: 1 };
      const [run] = (await this.#read(this.#client.post('api/2.0/mlflow/runs/search', search), someRuns)).runs;
      if (run !== undefined) return run;
    }
    // From here on a call that is not answered may have created it.
    this.#mayExist = true;
    const { runName, startTime } = this.#setup;
    const wanted = { experiment_id: experimentId, run_name: runName, start_time: Math.trunc(startTime), tags: [{ key: KEY, value: this.#key }] };
    const { run } = await this.#read(this.#client.post('api/2.0/mlflow/runs/create', wanted), oneRun);
    return run;
  }

  async #findExperiment(): Promise<string> {
    const { experimentName: name } = this.#setup;
    const find = async (): Promise<string> =>
      (await this.#read(this.#client.get('api/2.0/mlflow/experiments/get-by-name', { experiment_name: name }), foundExperiment)).experiment.experiment_id;
    try {
      return await find();
    } catch (error) {
      if (!isRefusal(error, 'RESOURCE_DOES_NOT_EXIST')) throw error;
    }
    try {
      return (await this.#read(this.#client.post('api/2.0/mlflow/experiments/create', { name }), createdExperiment)).experiment_id;
    } catch (error) {
      // Another process was faster.
      if (isRefusal(error, 'RESOURCE_ALREADY_EXISTS')) return find();
      throw error;
    }
  }

  async #read<Shape extends z.ZodMiniType>(answer: Promise<unknown>, schema: Shape): Promise<z.output<Shape>> {
    const parsed = z.safeParse(schema, await answer);
    if (parsed.success) return parsed.data;
    throw new Error(`${this.#client.location} does not answer as MLflow does`);
  }
}

function isRefusal(error: unknown, code: string): boolean {
  return error instanceof Refusal && error.code === code;
}

/** Differs from that of any other run. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) => word.toString(16).padStart(8, '0')).join('');
}
