import * as z from 'zod/mini';
import type { FileStore, HostTensor, StateDict, StateTree } from '../../../contracts';
import type { AnyEngine, RemovableEventHandle } from '../../../engine';
import { OptionError } from '../../../errors';
import { checkFileName, parseOptions } from '../../../internal';
import { engineSchema, storeSchema } from '../../schemas';
import type { ExperimentLoggerOptions } from '../experiment-logger';
import { ExperimentLogger, experimentLoggerShape } from '../experiment-logger';
import type { LogSink } from '../log-record';
import type { ClassScores } from './class-scores';
import { reportPage } from './page';
import { PageWriter } from './page-writer';
import { asPicture } from './picture';
import { ReportData } from './report-data';
import { restoreReport, saveReport } from './report-state';
import { watchRun } from './watch-run';

/** Options of {@link ReportLogger}. */
export interface ReportLoggerOptions extends ExperimentLoggerOptions {
  /** Where the page is written: `fsStore(directory)` in Node, `memoryStore()` in a page. */
  readonly store: FileStore;
  /** The page's name there. @default 'report.html' */
  readonly filename?: string;
  /** @default 'Training run' */
  readonly title?: string;
  /** Facts about the machine for the foot of the page, such as `{ backend: 'wasm', node: process.version }`. @default none */
  readonly environment?: Readonly<Record<string, string | number>>;
}

/** How {@link ReportLogger.attachRun} follows a run. */
export interface ReportAttachment {
  /** Examples in an epoch, for examples a second; at least 1. Default: not said. */
  readonly samplesPerEpoch?: number;
}

/** An example, what it is and what it was taken for. */
export interface ReportPrediction {
  /** Pixels as for image records, or the bytes of a PNG or JPEG file. Pixels are copied, and larger pictures made smaller. */
  readonly image?: HostTensor | Uint8Array;
  readonly trueClass: string;
  readonly predictedClass: string;
  /** Of the predicted class, from 0 to 1. */
  readonly probability?: number;
}

const OWNER = 'ReportLogger';
/** So many examples are shown: a page of more is slow to open, and nobody looks at them all. */
const MOST_PREDICTIONS = 96;

const schema = z.strictObject({
  store: storeSchema,
  filename: z._default(z.string(), 'report.html'),
  title: z._default(z.string(), 'Training run'),
  environment: z._default(z.record(z.string(), z.union([z.string(), z.number()])), {}),
  ...experimentLoggerShape,
});
const attachmentSchema = z.strictObject({ trainer: engineSchema, samplesPerEpoch: z.optional(z.int().check(z.minimum(1))) });
const count = z.number().check(z.minimum(0));
const stepSchema = z.strictObject({ step: z.int() });
const labelsSchema = z.strictObject({ labels: z.array(z.string()), step: z.int() });
const matrixSchema = z.array(z.array(count, 'rows of counts from 0'), 'rows of counts from 0').check(z.minLength(1));
// A class that was never predicted has no precision.
const score = z.custom<number>((value) => typeof value === 'number', 'a number');
const classRowsSchema = z.array(z.strictObject({ label: z.string(), precision: score, recall: score, f1: score, support: count }));
const predictionsSchema = z.array(
  z.strictObject({ image: z.optional(z.unknown()), trueClass: z.string(), predictedClass: z.string(), probability: z.optional(z.number().check(z.minimum(0), z.maximum(1))) }),
);

/**
 * Logs to a report: one HTML file with curves, confusion matrix, scores of each class, predictions, learning rate, timing and settings, which
 * needs no network, no server and nothing beside it.
 *
 * Scalars of the same name, such as `training/loss` and `validation/loss`, share a chart. With {@link attachRun} the page says how the run
 * stands, has epochs as its steps, and is written anew after each epoch and at the end; without it, by `write` and `close`. Each write replaces
 * the page as a whole, and a page that is open looks for a newer one while the run goes on. Writing never stops the run.
 *
 * Long curves are drawn with as many points as can be seen, so that the page stays small however long the run. In a checkpoint the report
 * goes on where it was: `toSave: { trainer, model, report }`.
 *
 * @throws OptionError for wrong options
 *
 * @example
 * ```ts
 * import { Engine, Events, ReportLogger, memoryStore } from 'tfjs-ignite';
 *
 * const store = memoryStore();
 * const report = new ReportLogger({ store, title: 'Cats and dogs' });
 * const trainer = new Engine((_, batch: number) => 1 / batch);
 * report.attachRun(trainer);
 * report.attachOutputHandler(trainer, { event: Events.ITERATION_COMPLETED, tag: 'training', outputTransform: (loss) => ({ loss }) });
 * trainer.on(Events.COMPLETED, () => report.logConfusionMatrix([[8, 2], [1, 9]], { labels: ['cat', 'dog'] }, trainer.state.epoch));
 * await trainer.run([1, 2, 3], { maxEpochs: 2 });
 * await report.close();
 * new TextDecoder().decode(await store.read('report.html')).includes('cat taken for dog: 2 (20.0% of 10)'); // => true
 * ```
 */
export class ReportLogger extends ExperimentLogger implements StateDict {
  readonly #data: ReportData;
  readonly #writer: PageWriter;
  readonly #wallTime: () => number;

  constructor(options: ReportLoggerOptions) {
    const { store, filename, title, environment, logger = console, wallTime = Date.now, schedule, ...rest } = parseOptions(OWNER, schema, options);
    checkFileName(`${OWNER}.filename`, filename);
    const data = new ReportData();
    const render = (): Promise<string> => reportPage(data, { title, environment, writtenAt: wallTime() });
    const writer = new PageWriter({ owner: OWNER, store, filename, render, logger });
    super(reportSink(data, writer, `${filename} in ${store.location}`), { ...rest, logger, wallTime, ...(schedule === undefined ? {} : { schedule }) });
    this.#data = data;
    this.#writer = writer;
    this.#wallTime = wallTime;
  }

  /**
   * Follows a run: how it stands, its epochs and their times, and how it ends. The page is written when an epoch begins, with all that was logged
   * until then and without the run waiting, and at the end, which waits. One `remove()` ends it.
   */
  attachRun(trainer: AnyEngine, attachment: ReportAttachment = {}): RemovableEventHandle {
    const { samplesPerEpoch = null } = parseOptions(`${OWNER}.attachRun`, attachmentSchema, { trainer, ...attachment });
    return watchRun(trainer, { data: this.#data, samplesPerEpoch, wallTime: this.#wallTime, write: () => this.write() });
  }

  /**
   * Shows how often each class was taken for each other, in place of what was shown before, and the scores of each class from it.
   *
   * @param matrix counts, as `ConfusionMatrix` computes them: row `t`, column `p` counts examples of class `t` that were taken for `p`
   * @param labels names of the classes; numbers by default
   * @throws OptionError for a matrix that is not square, counts below 0, and names that do not go with it
   */
  logConfusionMatrix(matrix: readonly (readonly number[])[], { labels = matrix.map((_, index) => String(index)) }: { readonly labels?: readonly string[] }, step: number): void {
    const owner = `${OWNER}.logConfusionMatrix`;
    const rows = parseOptions(`${owner}.matrix`, matrixSchema, matrix);
    parseOptions(owner, labelsSchema, { labels, step });
    const crooked = rows.find((row) => row.length !== rows.length);
    if (crooked !== undefined) throw new OptionError({ owner: `${owner}.matrix`, expected: `${rows.length} counts in each of ${rows.length} rows`, got: crooked.length });
    if (labels.length !== rows.length) throw new OptionError({ owner: `${owner}.labels`, expected: `${rows.length} names, one a class`, got: labels.length });
    this.#data.update({ confusion: { labels: [...labels], matrix: rows.map((row) => [...row]), step } });
  }

  /**
   * Shows scores of each class in place of those from the confusion matrix.
   *
   * @throws OptionError for rows that are none
   */
  logClassTable(rows: readonly ClassScores[], step: number): void {
    const owner = `${OWNER}.logClassTable`;
    parseOptions(owner, stepSchema, { step });
    this.#data.update({ classTable: { rows: parseOptions(owner, classRowsSchema, rows).map((row) => ({ ...row })), step } });
  }

  /**
   * Shows examples with what they are and what they were taken for, in place of those shown before; the first 96 of more.
   *
   * @throws OptionError for what is no prediction, and for pictures of another kind
   */
  logPredictions(predictions: readonly ReportPrediction[], step: number): void {
    const owner = `${OWNER}.logPredictions`;
    parseOptions(owner, stepSchema, { step });
    parseOptions(owner, predictionsSchema, predictions);
    const shown = predictions.slice(0, MOST_PREDICTIONS).map(({ image, trueClass, predictedClass, probability = null }, index) => ({
      picture: image === undefined ? null : asPicture(`${owner}[${index}]`, image),
      trueClass,
      predictedClass,
      probability,
    }));
    this.#data.update({ predictions: { shown, step } });
  }

  /** Writes the page as it is now. Never rejects: what fails is warned of, and tried again at the next write. */
  async write(): Promise<void> {
    await this.flush();
    await this.#writer.write();
  }

  /** All that the page shows, curves with their points. */
  async stateDict(): Promise<StateTree> {
    await this.flush();
    return saveReport(this.#data);
  }

  /** Goes on from a report that was saved. @throws CheckpointError for what is none; the report is then as it was */
  loadStateDict(state: StateTree): void {
    restoreReport(this.#data, state);
  }
}

/** Records are kept in memory, which never fails; the page is written when the logger says so. */
function reportSink(data: ReportData, writer: PageWriter, location: string): LogSink {
  return {
    owner: OWNER,
    location,
    kinds: ['scalars', 'text', 'image', 'hparams'],
    write(records) {
      for (const record of records) data.add(record);
      return Promise.resolve();
    },
    close: () => writer.close(),
  };
}
