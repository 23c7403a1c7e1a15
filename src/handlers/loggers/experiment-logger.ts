import * as z from 'zod/mini';
import type { Logger } from '../../contracts';
import type { AnyEngine, EngineEvent, EventList, RemovableEventHandle } from '../../engine';
import { EngineEvent as EngineEventClass, EventList as EventListClass, RemovableEventHandle as Handle } from '../../engine';
import { OptionError } from '../../errors';
import { parseOptions } from '../../internal';
import { functionSchema, loggerSchema } from '../schemas';
import type { Schedule } from './delivery-queue';
import { DeliveryQueue } from './delivery-queue';
import { checkLogContent, checkStep } from './log-content';
import type { LogHandler, LogTarget } from './log-handler';
import type { LogContent, LogKind, LogSink } from './log-record';
import type { OptimizerParamsOptions } from './optimizer-params-handler';
import { optimizerParamsHandler } from './optimizer-params-handler';
import type { OutputHandlerOptions } from './output-handler';
import { outputHandler } from './output-handler';

/** Options that every experiment logger has. */
export interface ExperimentLoggerOptions {
  /** How many records are kept while the sink is away; at least 1. @default 10000 */
  readonly maxBuffered?: number;
  /** Milliseconds that records wait for company before they are written; at least 0. @default 1000 */
  readonly flushInterval?: number;
  /** How often a failed delivery is tried again by itself, with waits that double. @default 5 */
  readonly maxRetries?: number;
  /** Is told, once, that the sink cannot be written to, and what was lost. Default: the console. */
  readonly logger?: Logger;
  /** Milliseconds since 1970, for the records. Default: the system's time. */
  readonly wallTime?: () => number;
  /** Calls back later. Default: `setTimeout`. */
  readonly schedule?: Schedule;
}

/** The options that all experiment loggers have, to be spread into a logger's own schema. */
export const experimentLoggerShape = {
  maxBuffered: z._default(z.int().check(z.minimum(1)), 10_000),
  flushInterval: z._default(z.number().check(z.minimum(0)), 1000),
  maxRetries: z._default(z.int().check(z.minimum(0)), 5),
  logger: z.optional(loggerSchema),
  wallTime: z.optional(z.custom<() => number>((value) => typeof value === 'function', 'a function')),
  schedule: z.optional(z.custom<Schedule>((value) => typeof value === 'function', 'a function')),
};

const schema = z.strictObject(experimentLoggerShape);
const attachmentSchema = z.strictObject({ event: z.custom<EngineEvent | EventList>(isEvent, 'a value of Events'), handler: functionSchema });

/** What {@link ExperimentLogger.attachOutputHandler} needs beside what it logs. */
export interface LogAttachment {
  /** When it is logged; may be filtered, or a list made with `or`. */
  readonly event: EngineEvent | EventList;
}

/**
 * Logs what happens in a run to a sink: a file, a server, a page.
 *
 * Logging costs the run next to nothing and never stops it: records are queued and written when there is time, several at once. While the sink
 * fails, they are kept within a bound and tried again, with one warning; what was lost is said when the logger is closed.
 *
 * Close it when the run is over: `await logger.close()`. For a sink of your own there is {@link experimentLogger}.
 *
 * @example
 * ```ts
 * import { Engine, Events, experimentLogger, type LogRecord } from 'tfjs-ignite';
 *
 * const records: LogRecord[] = [];
 * const sink = { owner: 'Mine', location: 'memory', kinds: ['scalars'] as const, write: async (some: readonly LogRecord[]) => void records.push(...some) };
 * const logger = experimentLogger(sink, { wallTime: () => 0 });
 * const trainer = new Engine((_, batch: number) => batch / 2);
 * logger.attachOutputHandler(trainer, { event: Events.ITERATION_COMPLETED.every(2), tag: 'training', outputTransform: (loss) => ({ loss }) });
 * await trainer.run([1, 2]);
 * await logger.close();
 * records; // => [ { kind: 'scalars', values: { 'training/loss': 1 }, step: 2, time: 0 } ]
 * ```
 */
export abstract class ExperimentLogger implements LogTarget {
  readonly #sink: LogSink;
  readonly #queue: DeliveryQueue;
  readonly #wallTime: () => number;
  readonly #logger: Logger;
  readonly #warned = new Set<string>();
  /** Records whose numbers are still being read. */
  readonly #reading = new Set<Promise<void>>();
  #isClosed = false;

  constructor(sink: LogSink, options: ExperimentLoggerOptions = {}) {
    const { maxBuffered, flushInterval, maxRetries, logger = console, wallTime = Date.now, schedule = later } = parseOptions(sink.owner, schema, options);
    this.#sink = sink;
    this.#wallTime = wallTime;
    this.#logger = logger;
    this.#queue = new DeliveryQueue(sink, { maxBuffered, flushInterval, maxRetries, logger, schedule });
  }

  /** Its name in messages. */
  get owner(): string {
    return this.#sink.owner;
  }

  /** How many records were given up so far. */
  get lost(): number {
    return this.#queue.lost;
  }

  /** Whether records of a kind have a place in the sink. */
  takes(kind: LogKind): boolean {
    return this.#sink.kinds.includes(kind);
  }

  /**
   * Queues a record; what the sink has no place for is left out, with one warning for each kind.
   *
   * Arrays are not copied: leave them as they are from then on.
   *
   * @throws OptionError once the logger is closed, for a step that is no whole number, and for content that is not what its kind says
   */
  log(content: LogContent, step: number): void {
    this.#checkOpen();
    checkStep(this.owner, step);
    this.#add(content, step, this.#wallTime());
  }

  /**
   * Queues records whose numbers are still being read from the device, under the time of the call. Flushing and closing wait for them.
   *
   * @throws OptionError once the logger is closed, and for a step that is no whole number
   */
  logLater(contents: Promise<readonly LogContent[]>, step: number): void {
    this.#checkOpen();
    checkStep(this.owner, step);
    const time = this.#wallTime();
    const reading = contents
      .then((read) => read.forEach((content) => this.#add(content, step, time)))
      .catch((error: unknown) => this.warnOnce(`${this.owner}: what was to be logged could not be read: ${error instanceof Error ? error.message : String(error)}`))
      .finally(() => this.#reading.delete(reading));
    this.#reading.add(reading);
  }

  /** Queues values by name. */
  logScalars(values: Readonly<Record<string, number>>, step: number): void {
    this.log({ kind: 'scalars', values }, step);
  }

  /** Says something through the logger's `logger`, the first time only. */
  warnOnce(message: string): void {
    if (this.#warned.has(message)) return;
    this.#warned.add(message);
    this.#logger.warn(message);
  }

  /** Calls a handler with this logger at an event, or at each of a list. One `remove()` ends it. */
  attach(engine: AnyEngine, event: EngineEvent | EventList, handler: LogHandler): RemovableEventHandle {
    parseOptions(`${this.owner}.attach`, attachmentSchema, { event, handler });
    const events = event instanceof EventListClass ? event.events : [event];
    const handles = events.map((each) => engine.on(each, (from, ...args) => handler(from, this, each, ...args)));
    return new Handle(() => handles.forEach((handle) => handle.remove()));
  }

  /** Logs metrics, outputs and state attributes at an event, under `tag/name`. */
  attachOutputHandler(engine: AnyEngine, { event, ...options }: LogAttachment & OutputHandlerOptions): RemovableEventHandle {
    return this.attach(engine, event, outputHandler(options));
  }

  /** Logs a parameter of an optimizer's groups at an event, the learning rate by default, under `tag/lr/group_0`. */
  attachOptimizerParams(engine: AnyEngine, { event, ...options }: LogAttachment & OptimizerParamsOptions): RemovableEventHandle {
    return this.attach(engine, event, optimizerParamsHandler(options));
  }

  /** Writes what is queued, as far as the sink can be reached. Never rejects. */
  async flush(): Promise<void> {
    await Promise.all(this.#reading);
    await this.#queue.flush();
  }

  /** Writes what is queued, gives the sink up and says what was lost. Never rejects; a second call does nothing. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await Promise.all(this.#reading);
    await this.#queue.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #add(content: LogContent, step: number, time: number): void {
    if (!this.takes(content.kind)) {
      this.warnOnce(`${this.owner} has no place for ${content.kind}: left out.`);
      return;
    }
    checkLogContent(this.owner, content);
    this.#queue.add({ ...content, step, time });
  }

  #checkOpen(): void {
    if (this.#isClosed) throw new OptionError({ owner: `${this.owner}.log`, expected: 'a logger that is open', got: 'closed', mend: 'Close it when the run is over.' });
  }
}

class SinkLogger extends ExperimentLogger {}

/**
 * A logger for a sink of your own; {@link ExperimentLogger} shows one.
 *
 * @throws OptionError for wrong options
 */
export function experimentLogger(sink: LogSink, options: ExperimentLoggerOptions = {}): ExperimentLogger {
  return new SinkLogger(sink, options);
}

function later(callback: () => void, milliseconds: number): () => void {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
}

function isEvent(value: unknown): boolean {
  return value instanceof EngineEventClass || value instanceof EventListClass;
}
