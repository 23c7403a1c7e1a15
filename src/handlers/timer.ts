import * as z from 'zod/mini';
import type { Clock } from '../contracts';
import type { AnyEngine, EngineEvent, EventList } from '../engine';
import { Events, RemovableEventHandle } from '../engine';
import { parseOptions } from '../internal';
import { clockSchema, engineSchema, eventSchema } from './schemas';

const schema = z.strictObject({ average: z._default(z.boolean(), false), clock: z.optional(clockSchema) });

/** Options of {@link Timer}. */
export interface TimerOptions {
  /** Whether `value()` is the time divided by the steps. @default false */
  readonly average?: boolean;
  /** Measures the time. Default: `performance`. */
  readonly clock?: Clock;
}

const attachmentSchema = z.strictObject({
  engine: engineSchema,
  start: z.optional(eventSchema),
  pause: z.optional(eventSchema),
  resume: z.optional(eventSchema),
  step: z.optional(eventSchema),
});

/** When an attached {@link Timer} starts, pauses, goes on and counts. */
export interface TimerAttachment {
  /** Sets it to zero and starts it. Default: STARTED. */
  readonly start?: EngineEvent | EventList;
  /** Default: COMPLETED. */
  readonly pause?: EngineEvent | EventList;
  /** Default: none. */
  readonly resume?: EngineEvent | EventList;
  /** Counts a step. Default: none. */
  readonly step?: EngineEvent | EventList;
}

/**
 * A stopwatch, by hand or by events. It runs from its construction on.
 *
 * At one event it is started, then paused, then resumed, then stepped, whichever of these are wanted there.
 *
 * @throws OptionError for wrong options
 *
 * @example
 * ```ts
 * import { Engine, Events, Timer } from 'tfjs-ignite';
 *
 * let milliseconds = 0;
 * const engine = new Engine(() => void (milliseconds += 250));
 * const perBatch = new Timer({ average: true, clock: { now: () => milliseconds } });
 * perBatch.attach(engine, { resume: Events.ITERATION_STARTED, pause: Events.ITERATION_COMPLETED, step: Events.ITERATION_COMPLETED });
 * await engine.run([1, 2, 3, 4]);
 * perBatch.value(); // => 0.25
 * perBatch.total; // => 1
 * ```
 */
export class Timer {
  readonly #average: boolean;
  readonly #clock: Clock;
  #startedAt: number;
  #total = 0;
  #stepCount = 0;
  #running = true;

  constructor(options: TimerOptions = {}) {
    const { average, clock } = parseOptions('Timer', schema, options);
    this.#average = average;
    this.#clock = clock ?? performance;
    this.#startedAt = this.#clock.now();
  }

  /** Seconds up to the last pause; {@link value} counts those since as well. */
  get total(): number {
    return this.#total;
  }

  /** How often `step` was called since the last reset. */
  get stepCount(): number {
    return this.#stepCount;
  }

  get running(): boolean {
    return this.#running;
  }

  /** Seconds that the timer has run; with `average` divided by the steps, if there were any. */
  value(): number {
    const total = this.#running ? this.#total + this.#elapsed() : this.#total;
    return this.#average ? total / Math.max(this.#stepCount, 1) : total;
  }

  /** Sets time and steps to zero and starts. */
  reset(): void {
    this.#startedAt = this.#clock.now();
    this.#total = this.#stepCount = 0;
    this.#running = true;
  }

  /** Stops until `resume`; nothing when it is stopped. */
  pause(): void {
    if (!this.#running) return;
    this.#total += this.#elapsed();
    this.#running = false;
  }

  /** Goes on after a pause; nothing when it runs. */
  resume(): void {
    if (this.#running) return;
    this.#startedAt = this.#clock.now();
    this.#running = true;
  }

  /** Counts a step. */
  step(): void {
    this.#stepCount += 1;
  }

  /** Lets events of an engine work the timer. One `remove()` ends all of it; the timer stays as it is. */
  attach(engine: AnyEngine, attachment: TimerAttachment = {}): RemovableEventHandle {
    parseOptions('Timer.attach', attachmentSchema, { engine, ...attachment });
    const { start = Events.STARTED, pause = Events.COMPLETED, resume, step } = attachment;
    const handles = [engine.on(start, () => this.reset()), engine.on(pause, () => this.pause())];
    if (resume !== undefined) handles.push(engine.on(resume, () => this.resume()));
    if (step !== undefined) handles.push(engine.on(step, () => this.step()));
    return new RemovableEventHandle(() => handles.forEach((handle) => handle.remove()));
  }

  #elapsed(): number {
    return (this.#clock.now() - this.#startedAt) / 1000;
  }
}
