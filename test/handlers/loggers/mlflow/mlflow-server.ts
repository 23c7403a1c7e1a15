import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Metric } from './fake-mlflow';

/** Why no server can be started here; `undefined` when one can. */
export function whyNoMlflow(): string | undefined {
  if (process.env.TEST_BACKEND !== undefined && process.env.TEST_BACKEND !== 'cpu') return 'it has nothing to do with the backend and runs on cpu';
  const found = spawnSync('python3', ['-c', 'import importlib.util, sys; sys.exit(importlib.util.find_spec("mlflow.server") is None)']);
  return found.status === 0 ? undefined : 'run `pip install mlflow` for python3';
}

/** An MLflow server of one's own, which can be stopped and started again with what it has. */
export class MlflowServer {
  readonly #directory = mkdtempSync(join(tmpdir(), 'mlflow-'));
  #port = 0;
  #process: ChildProcess | undefined;

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Finds a port, at which nobody answers until the server is started. */
  async reservePort(): Promise<void> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    this.#port = address.port;
    await new Promise((resolve) => server.close(resolve));
  }

  async start(): Promise<void> {
    const { url } = this;
    const store = `sqlite:///${join(this.#directory, 'store.sqlite')}`;
    const args = ['server', '--backend-store-uri', store, '--artifacts-destination', join(this.#directory, 'files'), '--host', '127.0.0.1', '--port', String(this.#port), '--workers', '1'];
    let output = '';
    // A group of its own: the server has children that must end with it.
    const child = spawn('python3', ['-m', 'mlflow', ...args], {
      detached: true,
      cwd: this.#directory,
      env: { ...process.env, MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false', DO_NOT_TRACK: 'true', MLFLOW_DISABLE_TELEMETRY: 'true' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
    const until = Date.now() + 90_000;
    const isUp = (): Promise<boolean> => fetch(`${url}/health`).then((response) => response.ok, () => false);
    while (!(await isUp())) {
      if (Date.now() > until || child.exitCode !== null) throw new Error(`mlflow does not start:\n${output}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  async stop(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child?.pid === undefined || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    process.kill(-child.pid, 'SIGKILL');
    await ended;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  /** What the server says; throws what it says of an error. */
  async get(path: string, query: Record<string, string>): Promise<unknown> {
    const response = await fetch(`${this.url}/api/2.0/mlflow/${path}?${new URLSearchParams(query).toString()}`);
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  }

  async run(runId = ''): Promise<{ info: Record<string, unknown>; params: Record<string, string>; tags: Record<string, string> }> {
    interface Pair {
      readonly key: string;
      readonly value: string;
    }
    const { run } = (await this.get('runs/get', { run_id: runId })) as { run: { info: Record<string, unknown>; data: { params?: Pair[]; tags?: Pair[] } } };
    const byKey = (pairs: Pair[] = []) => Object.fromEntries(pairs.map(({ key, value }) => [key, value]));
    return { info: run.info, params: byKey(run.data.params), tags: byKey(run.data.tags) };
  }

  /** Every value of a metric, by step. */
  async history(runId: string | undefined, key: string): Promise<[number, number | string][]> {
    const { metrics = [] } = (await this.get('metrics/get-history', { run_id: runId ?? '', metric_key: key, max_results: '25000' })) as { metrics?: Metric[] };
    return metrics.map(({ step, value }): [number, number | string] => [step, value]).sort(([a], [b]) => a - b);
  }

  async file(experimentId: string, runId: string | undefined, path: string): Promise<string> {
    const response = await fetch(`${this.url}/api/2.0/mlflow-artifacts/artifacts/${experimentId}/${runId ?? ''}/artifacts/${path}`);
    return response.text();
  }
}
