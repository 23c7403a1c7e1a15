import type { Logger } from '../../contracts';
import type { DeliveryReport, LogRecord, LogSink } from './log-record';

/** Calls back later, once; returns what takes the call back. */
export type Schedule = (callback: () => void, milliseconds: number) => () => void;

/** How records get to their sink. */
export interface DeliveryOptions {
  /** How many records are kept while the sink is away; the oldest go first. */
  readonly maxBuffered: number;
  /** How long records wait for company, in milliseconds. */
  readonly flushInterval: number;
  /** How often delivery is tried in a row, with longer and longer waits, before the queue waits for the next record. */
  readonly maxRetries: number;
  readonly logger: Pick<Logger, 'warn'>;
  readonly schedule: Schedule;
}

/** After this many records they are written without waiting for the interval. */
const ENOUGH = 1000;

/**
 * Takes records off the hands of a training run and writes them when there is time.
 *
 * `add` never throws and never waits. While the sink fails, records are kept within a bound and tried again; there is one warning when that
 * begins, and one at the end about what was lost.
 */
export class DeliveryQueue {
  readonly #sink: LogSink;
  readonly #options: DeliveryOptions;
  #waiting: LogRecord[] = [];
  #writing: Promise<void> | undefined;
  #cancel: (() => void) | undefined;
  #failures = 0;
  #hasWarned = false;
  #hasToldRefusal = false;
  #lost = 0;

  constructor(sink: LogSink, options: DeliveryOptions) {
    this.#sink = sink;
    this.#options = options;
  }

  /** How many records were given up. */
  get lost(): number {
    return this.#lost;
  }

  add(record: LogRecord): void {
    this.#waiting.push(record);
    this.#dropOldest();
    if (this.#cancel === undefined && this.#writing === undefined) this.#schedule(this.#options.flushInterval);
    else if (this.#waiting.length === ENOUGH && this.#writing === undefined && this.#failures === 0) this.#schedule(0);
  }

  /** Tries to write what is there now. Resolves when that is done or has failed; never rejects. */
  async flush(): Promise<void> {
    this.#cancelScheduled();
    while (this.#writing !== undefined) await this.#writing;
    if (this.#waiting.length === 0) return;
    this.#writing = this.#write();
    await this.#writing;
  }

  /** Writes what is there, gives the sink up, and says what was lost. */
  async close(): Promise<void> {
    await this.flush();
    // Records that were added while the last ones were on their way.
    if (this.#waiting.length > 0 && this.#failures === 0) await this.flush();
    this.#cancelScheduled();
    this.#lost += this.#waiting.length;
    this.#waiting = [];
    const { owner, location } = this.#sink;
    try {
      await this.#sink.close?.();
    } catch (error) {
      this.#options.logger.warn(`${owner}: ${location} could not be closed: ${messageOf(error)}`);
    }
    if (this.#lost > 0) this.#options.logger.warn(`${owner}: ${this.#lost} records for ${location} were lost.`);
  }

  async #write(): Promise<void> {
    const batch = this.#waiting;
    this.#waiting = [];
    let done = 0;
    const report: DeliveryReport = {
      done: (count) => void (done += count),
      refuse: (count, reason) => this.#refuse(count, reason),
    };
    try {
      await this.#sink.write(batch, report);
      this.#failures = 0;
    } catch (error) {
      this.#failures++;
      this.#waiting = [...batch.slice(done), ...this.#waiting];
      this.#dropOldest();
      this.#warnOnce(error);
    }
    this.#writing = undefined;
    if (this.#waiting.length === 0) return;
    const { flushInterval, maxRetries } = this.#options;
    if (this.#failures <= maxRetries) this.#schedule(flushInterval * 2 ** this.#failures);
  }

  #schedule(milliseconds: number): void {
    this.#cancelScheduled();
    this.#cancel = this.#options.schedule(() => {
      this.#cancel = undefined;
      void this.flush();
    }, milliseconds);
  }

  #cancelScheduled(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #dropOldest(): void {
    const surplus = this.#waiting.length - this.#options.maxBuffered;
    if (surplus <= 0) return;
    this.#waiting.splice(0, surplus);
    this.#lost += surplus;
  }

  #refuse(count: number, reason: string): void {
    this.#lost += count;
    if (this.#hasToldRefusal) return;
    this.#hasToldRefusal = true;
    const { owner, location } = this.#sink;
    this.#options.logger.warn(`${owner}: ${location} refuses some records, which are lost: ${withStop(reason)} Training goes on.`);
  }

  #warnOnce(error: unknown): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    const { owner, location } = this.#sink;
    this.#options.logger.warn(`${owner}: ${location} cannot be written to: ${messageOf(error)} Training goes on; up to ${this.#options.maxBuffered} records are kept and tried again.`);
  }
}

function messageOf(error: unknown): string {
  return withStop(error instanceof Error ? error.message : String(error));
}

function withStop(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
