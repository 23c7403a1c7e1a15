import type { AnyEngine, RemovableEventHandle } from '../../engine';
import { parseOptions } from '../../internal';
import { csvTable } from './csv-table';
import type { ProfilerOptions, TextSink } from './profiler-options';
import { attachmentSchema, profilerSchema } from './profiler-options';
import { RunTimes } from './run-times';
import type { TimeStats } from './time-stats';
import { formatSeconds, formatStats, timeStats } from './time-stats';

/** The times of one handler at one event. */
export interface HandlerTimeStats extends TimeStats {
  /** The name of its function or class, or the beginning of its text. */
  readonly handler: string;
  readonly eventName: string;
}

/** What {@link HandlersTimeProfiler} has measured of a run. */
export interface HandlersTimeResults {
  /** One for each handler and event, in the order of registration within an event; a handler that was not called has the count 0. */
  readonly handlers: readonly HandlerTimeStats[];
  /** The sum over the handlers. */
  readonly totalTime: number;
  /** Of the step, one for each iteration. */
  readonly processingStats: TimeStats;
  /** Of the waiting for a batch, one for each iteration; none in a run without data. */
  readonly dataflowStats: TimeStats;
}

/**
 * Measures each handler of an engine by itself, those of the user's own events included, and the step and the data beside them.
 *
 * Asynchronous handlers count until they have settled. What a handler calls counts as its own, so a handler of an event that is fired inside another
 * handler counts in both. Every run begins with nothing. It keeps a number for each call.
 *
 * @throws OptionError for wrong options
 *
 * @example
 * ```ts
 * import { Engine, Events, HandlersTimeProfiler } from 'tfjs-ignite';
 *
 * let milliseconds = 0;
 * const trainer = new Engine(() => void (milliseconds += 125));
 * trainer.on(Events.ITERATION_COMPLETED.every(2), function log() {
 *   milliseconds += 500;
 * });
 * const profiler = new HandlersTimeProfiler({ clock: { now: () => milliseconds } });
 * profiler.attach(trainer);
 * await trainer.run([1, 2, 3, 4]);
 * const { handlers, processingStats } = profiler.getResults();
 * handlers.map(({ handler, eventName, count, total }) => [handler, eventName, count, total]); // => [ [ 'log', 'ITERATION_COMPLETED', 2, 1 ] ]
 * processingStats.total; // => 0.5
 * ```
 */
export class HandlersTimeProfiler {
  readonly #times: RunTimes;

  constructor(options: ProfilerOptions = {}) {
    this.#times = new RunTimes('HandlersTimeProfiler', parseOptions('HandlersTimeProfiler', profilerSchema, options).clock);
  }

  /** Measures the engine until the handle is removed. @throws StateError where it measures one already */
  attach(engine: AnyEngine): RemovableEventHandle {
    parseOptions('HandlersTimeProfiler.attach', attachmentSchema, { engine });
    return this.#times.attach(engine);
  }

  /** What was measured of the last run, or of the one that is under way. */
  getResults(): HandlersTimeResults {
    const handlers = this.#times.handlers().map(({ name, eventName, seconds }) => ({ handler: name, eventName, ...timeStats(seconds) }));
    return {
      handlers,
      totalTime: handlers.reduce((sum, { total }) => sum + total, 0),
      processingStats: timeStats([...this.#times.processing.values()]),
      dataflowStats: timeStats([...this.#times.dataflow.values()]),
    };
  }

  /** The results as a table for people, which is written to the sink if there is one: `profiler.printResults(profiler.getResults(), process.stdout)`. */
  printResults(results: HandlersTimeResults = this.getResults(), sink?: TextSink): string {
    const { handlers, totalTime, processingStats, dataflowStats } = results;
    const header = ['Handler', 'Event Name', 'Total(s)', 'Min(s)/IDX', 'Max(s)/IDX', 'Mean(s)', 'Std(s)'];
    const rows = handlers.map((each) => [each.handler, each.eventName, ...formatStats(each)]);
    const sum = ['Total', '', formatSeconds(totalTime), '', '', '', ''];
    const widths = header.map((title, column) => Math.max(title.length, ...[...rows, sum].map((row) => row[column]?.length ?? 0)));
    const rule = widths.map((width) => '-'.repeat(width)).join('  ');
    const format = (row: readonly string[]): string =>
      row.map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ').trimEnd();
    const text = [
      rule, format(header), rule, ...rows.map(format), rule, format(sum), rule, summary('Processing', processingStats), summary('Dataflow', dataflowStats), '',
    ].join('\n');
    sink?.write(text);
    return text;
  }

  /** All times of the run as CSV: the first line has the first time of the step, of the data and of each handler, and so on; a column ends where it has no more. */
  toCsv(): string {
    const { processing, dataflow } = this.#times;
    const handlers = this.#times.handlers();
    const columns = [[...processing.values()], [...dataflow.values()], ...handlers.map(({ seconds }) => seconds)];
    const length = Math.max(...columns.map((column) => column.length));
    const header = ['#', 'processing_stats', 'dataflow_stats', ...handlers.map(({ name, eventName }) => `${name} (${eventName})`)];
    return csvTable(header, Array.from({ length }, (_, index) => [index + 1, ...columns.map((column) => column[index])]));
  }
}

function summary(what: string, stats: TimeStats): string {
  if (stats.count === 0) return `${what}: not triggered`;
  const [total = '', min = '', max = '', mean = '', std = ''] = formatStats(stats);
  return `${what} took total ${total}s [min/index: ${min}, max/index: ${max}, mean: ${mean}s, std: ${std}s]`;
}
