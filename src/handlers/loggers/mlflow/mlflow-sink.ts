import type { DeliveryReport, LogKind, LogRecord, LogSink, TextRecord } from '../log-record';
import type { RunStatus } from '../run-status';
import { EntryNames } from './entry-names';
import type { Entry, EntryKind } from './log-batch';
import { logBatch } from './log-batch';
import type { KnownRun, MlflowRun } from './mlflow-run';
import { Refusal } from './refusal';
import type { RestClient } from './rest-client';

/** What an {@link MlflowSink} works with. */
export interface MlflowSinkSetup {
  readonly client: RestClient;
  readonly run: MlflowRun;
  readonly tags: Readonly<Record<string, string>>;
  readonly warn: (message: string) => void;
  /** How the run ended, and when. */
  readonly ending: () => { readonly status: RunStatus; readonly time: number };
}

/** The longest values in characters; newer servers take longer tags. */
const LONGEST = { params: 6000, tags: 5000 };

/** How many metrics there may be in the records that are reported as done together, unless a single one has more. */
const GROUP = 1000;

/** Records that the server does not take, and why. */
type Refused = Map<LogRecord, string>;

/** Writes scalars as metrics, hyperparameters as params, and texts as files of a run, or as its tags. */
export class MlflowSink implements LogSink {
  readonly owner = 'MLflowLogger';
  readonly location: string;
  readonly kinds: readonly LogKind[] = ['scalars', 'text', 'hparams'];
  readonly #setup: MlflowSinkSetup;
  readonly #names: Readonly<Record<EntryKind | 'files', EntryNames>>;
  readonly #told = new Set<string>();
  #begun: KnownRun | Refusal | undefined;

  constructor(setup: MlflowSinkSetup) {
    this.#setup = setup;
    this.location = setup.client.location;
    const names = (): EntryNames => new EntryNames((message) => this.#warnOnce('names', message));
    this.#names = { metrics: names(), params: names(), tags: names(), files: names() };
  }

  async write(records: readonly LogRecord[], report: DeliveryReport): Promise<void> {
    for (const group of groups(records)) {
      const refused = await this.#send(group);
      report.done(group.length);
      const [reason] = refused.values();
      if (reason !== undefined) report.refuse(refused.size, reason);
    }
  }

  async close(): Promise<void> {
    const run = await this.#begin();
    if (run instanceof Refusal) throw run;
    const { status, time } = this.#setup.ending();
    await this.#setup.run.end(status, time);
  }

  async #send(records: readonly LogRecord[]): Promise<Refused> {
    const run = await this.#begin();
    if (run instanceof Refusal) return new Map(records.map((record) => [record, run.message]));
    const root = /^mlflow-artifacts:\/(?!\/)(.+)$/.exec(run.artifactUri)?.[1];
    const entries: Record<EntryKind, Entry<LogRecord>[]> = { params: [], metrics: [], tags: [] };
    const files: (LogRecord & TextRecord)[] = [];
    for (const record of records) {
      if (record.kind === 'scalars') entries.metrics.push(...this.#metrics(record, record.values));
      else if (record.kind === 'hparams') {
        entries.metrics.push(...this.#metrics(record, record.metrics));
        entries.params.push(...Object.entries(record.params).map(([name, value]) => ({ origin: record, item: this.#item('params', name, String(value)) })));
      } else if (record.kind === 'text') {
        if (root === undefined) entries.tags.push({ origin: record, item: this.#tag(record) });
        else files.push(record);
      }
    }
    const refused: Refused = new Map();
    for (const kind of ['params', 'metrics', 'tags'] as const) {
      for (const { entries: some, reason } of await logBatch(this.#setup.client, run.runId, kind, entries[kind])) {
        for (const { origin } of some) if (!refused.has(origin)) refused.set(origin, reason);
      }
    }
    if (root !== undefined) for (const record of files) await this.#sendFile(root, record, refused);
    return refused;
  }

  /** The run, or why there will be none. */
  async #begin(): Promise<KnownRun | Refusal> {
    this.#begun ??= await this.#open();
    return this.#begun;
  }

  async #open(): Promise<KnownRun | Refusal> {
    const { client, run, tags } = this.#setup;
    try {
      const known = await run.open();
      const entries = Object.entries(tags).map(([name, value]) => ({ origin: name, item: this.#item('tags', name, value) }));
      for (const { reason } of await logBatch(client, known.runId, 'tags', entries)) this.#warnOnce('refused tags', `tags are refused: ${reason}`);
      return known;
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  }

  #metrics(record: LogRecord, values: Readonly<Record<string, number>>): Entry<LogRecord>[] {
    const { step, time } = record;
    return Object.entries(values).map(([name, value]) => ({
      origin: record,
      // JSON has no NaN and no infinities; MLflow takes their names.
      item: { key: this.#names.metrics.of(name), value: Number.isFinite(value) ? value : String(value), timestamp: Math.trunc(time), step },
    }));
  }

  #item(kind: 'params' | 'tags', name: string, value: string): Entry<LogRecord>['item'] {
    const longest = LONGEST[kind];
    if (value.length > longest) this.#warnOnce(kind, `${kind} have at most ${longest} characters in MLflow: that of ${JSON.stringify(name)} is cut off there.`);
    return { key: this.#names[kind].of(name), value: value.slice(0, longest) };
  }

  #tag({ tag, text }: TextRecord): Entry<LogRecord>['item'] {
    this.#warnOnce('texts', 'this server does not take files: texts become tags of the run, which keep the last text of each name only.');
    return this.#item('tags', tag, text);
  }

  async #sendFile(root: string, record: LogRecord & TextRecord, refused: Refused): Promise<void> {
    const path = [...root.split('/'), ...this.#names.files.of(record.tag).split('/'), `${record.step}.txt`].map(encodeURIComponent).join('/');
    try {
      await this.#setup.client.put(`api/2.0/mlflow-artifacts/artifacts/${path}`, record.text);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused.set(record, error.message);
    }
  }

  #warnOnce(subject: string, message: string): void {
    if (this.#told.has(subject)) return;
    this.#told.add(subject);
    this.#setup.warn(`${this.owner}: ${message}`);
  }
}

/** The records in order, parted so that those before a failure do not come again. */
function groups(records: readonly LogRecord[]): LogRecord[][] {
  const all: LogRecord[][] = [];
  let size = 0;
  for (const record of records) {
    const own = record.kind === 'scalars' ? Object.keys(record.values).length : 1;
    const last = all.at(-1);
    if (last !== undefined && size + own <= GROUP) {
      last.push(record);
      size += own;
    } else {
      all.push([record]);
      size = own;
    }
  }
  return all;
}
