import type { AnyEngine, RemovableEventHandle } from '../../engine';
import { parseOptions } from '../../internal';
import { csvTable } from './csv-table';
import type { ProfilerOptions, TextSink } from './profiler-options';
import { attachmentSchema, profilerSchema } from './profiler-options';
import type { RunEvent } from './run-times';
import { RUN_EVENTS, RunTimes } from './run-times';
import type { TimeStats } from './time-stats';
import { formatSeconds, formatStats, timeStats } from './time-stats';

/** What {@link BasicTimeProfiler} has measured of a run. */
export interface BasicTimeResults {
  /** Of the step, one for each iteration. */
  readonly processingStats: TimeStats;
  /** Of the waiting for a batch, one for each iteration; none in a run without data. */
  readonly dataflowStats: TimeStats;
  /** Of all handlers of an event together, one for each time that it fired; `totalTime` is the sum over the events. */
  readonly eventHandlersStats: Readonly<Record<RunEvent, TimeStats>> & { readonly totalTime: number };
  /** The handlers of each event. */
  readonly eventHandlersNames: Readonly<Record<RunEvent, readonly string[]>>;
}

/** The order of the columns of the CSV. */
const COLUMNS: readonly RunEvent[] = [
  'STARTED', 'COMPLETED', 'EPOCH_STARTED', 'EPOCH_COMPLETED', 'ITERATION_STARTED', 'ITERATION_COMPLETED', 'GET_BATCH_STARTED', 'GET_BATCH_COMPLETED',
];

/**
 * Measures how a run spends its time: in the step, waiting for data, and in the handlers of each event. Asynchronous ones count until they have settled.
 *
 * Every run begins with nothing; what is there after it, or in one of its handlers, is of that run, and covers what is over. A paused run goes on
 * with what it has. It keeps some ten numbers for each iteration.
 *
 * @throws OptionError for wrong options
 *
 * @example
 * ```ts
 * import { BasicTimeProfiler, Engine, Events } from 'tfjs-ignite';
 *
 * let milliseconds = 0;
 * const trainer = new Engine((_, batch: number) => void (milliseconds += batch));
 * trainer.on(Events.EPOCH_COMPLETED, function evaluate() {
 *   milliseconds += 500;
 * });
 * const profiler = new BasicTimeProfiler({ clock: { now: () => milliseconds } });
 * profiler.attach(trainer);
 * await trainer.run([250, 750], { maxEpochs: 2 });
 * const { processingStats, eventHandlersStats, eventHandlersNames } = profiler.getResults();
 * processingStats; // => { count: 4, total: 2, min: { seconds: 0.25, index: 0 }, max: { seconds: 0.75, index: 1 }, mean: 0.5, std: 0.28867513459481287 }
 * eventHandlersStats.EPOCH_COMPLETED.total; // => 1
 * eventHandlersNames.EPOCH_COMPLETED; // => [ 'evaluate' ]
 * profiler.toCsv().split('\r\n')[1]; // => '1,1,0.25,0,0,0,0,0.5,0,0,0,0'
 * ```
 */
export class BasicTimeProfiler {
  readonly #times: RunTimes;

  constructor(options: ProfilerOptions = {}) {
    this.#times = new RunTimes('BasicTimeProfiler', parseOptions('BasicTimeProfiler', profilerSchema, options).clock);
  }

  /** Measures the engine until the handle is removed. @throws StateError where it measures one already */
  attach(engine: AnyEngine): RemovableEventHandle {
    parseOptions('BasicTimeProfiler.attach', attachmentSchema, { engine });
    return this.#times.attach(engine);
  }

  /** What was measured of the last run, or of the one that is under way. */
  getResults(): BasicTimeResults {
    const times = this.#times;
    const stats = byEvent((event) => timeStats(times.eventTimes(event)));
    const totalTime = RUN_EVENTS.reduce((sum, event) => sum + stats[event].total, 0);
    const handlers = times.handlers();
    return {
      processingStats: timeStats([...times.processing.values()]),
      dataflowStats: timeStats([...times.dataflow.values()]),
      eventHandlersStats: { ...stats, totalTime },
      eventHandlersNames: byEvent((event) => handlers.filter(({ eventName }) => eventName === event).map(({ name }) => name)),
    };
  }

  /** The results as a text for people, which is written to the sink if there is one: `profiler.printResults(profiler.getResults(), process.stdout)`. */
  printResults(results: BasicTimeResults = this.getResults(), sink?: TextSink): string {
    const { processingStats, dataflowStats, eventHandlersStats, eventHandlersNames } = results;
    const events = RUN_EVENTS.map((event) => `- Events.${event}: [${eventHandlersNames[event].join(', ')}]\n${line(eventHandlersStats[event])}\n`);
    const text = [
      ' ----------------------------------------------------\n| Time profiling stats (in seconds):                 |\n ----------------------------------------------------',
      'total  |  min/index  |  max/index  |  mean  |  std\n',
      `Processing function:\n${line(processingStats)}\n`,
      `Dataflow:\n${line(dataflowStats)}\n`,
      `Event handlers:\n${formatSeconds(eventHandlersStats.totalTime)}\n`,
      ...events,
    ].join('\n');
    sink?.write(text);
    return text;
  }

  /** All times of the run as CSV, a line for each iteration; those of an epoch or of the run stand in each of its lines. */
  toCsv(): string {
    const { epochs, processing, dataflow } = this.#times;
    const header = ['epoch', 'iteration', 'processing_stats', 'dataflow_stats', ...COLUMNS.map((event) => `Event_${event}`)];
    const rows = [...epochs].map(([iteration, epoch]) => {
      const events = COLUMNS.map((event) => this.#times.eventTime(event, epoch, iteration));
      return [epoch, iteration, processing.get(iteration), dataflow.get(iteration), ...events];
    });
    return csvTable(header, rows);
  }
}

function byEvent<T>(valueOf: (event: RunEvent) => T): Record<RunEvent, T> {
  return Object.fromEntries(RUN_EVENTS.map((event) => [event, valueOf(event)])) as Record<RunEvent, T>; // fromEntries forgets the keys' type
}

function line(stats: TimeStats): string {
  return stats.count === 0 ? 'not triggered' : formatStats(stats).join(' | ');
}
