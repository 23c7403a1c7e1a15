import * as z from 'zod/mini';
import type { Clock, Logger } from '../contracts';
import type { AnyEngine, EngineEvent, EventList } from '../engine';
import { Events, RemovableEventHandle } from '../engine';
import { parseOptions } from '../internal';
import { clockSchema, engineSchema, eventSchema, loggerSchema } from './schemas';

const schema = z.strictObject({
  limitSec: z._default(z.int().check(z.minimum(1)), 28_800),
  clock: z.optional(clockSchema),
  logger: z.optional(loggerSchema),
});

/** Options of {@link TimeLimit}. */
export interface TimeLimitOptions {
  /** Whole seconds after which the run is stopped; at least 1. @default 28800 */
  readonly limitSec?: number;
  /** Measures the time. Default: `performance`. */
  readonly clock?: Clock;
  /** Is told when the run is stopped. Default: the console. */
  readonly logger?: Logger;
}

const attachmentSchema = z.strictObject({ engine: engineSchema, event: z.optional(eventSchema), resetEvent: z.optional(eventSchema) });

/** When an attached {@link TimeLimit} looks at the clock, and when the time begins anew. */
export interface TimeLimitAttachment {
  /** Default: ITERATION_COMPLETED. */
  readonly event?: EngineEvent | EventList;
  /** Gives the whole time again; STARTED makes it a limit for each run. Default: none. */
  readonly resetEvent?: EngineEvent | EventList;
}

/**
 * Stops the run, after the handlers of the current event, when the time is over: for machines that are lent for some hours.
 *
 * The time begins when the handler is made, since loading and the first run take of the machine's time as well. So a second run of the same
 * handler has what the first one left, a paused run loses the time of its pause, and a process that resumes a run has the whole time:
 * nothing of it is in a checkpoint. A limit for each run instead: `attach(engine, { resetEvent: Events.STARTED })`. Leave time for what
 * the handlers of COMPLETED do, such as saving.
 *
 * @throws OptionError for wrong options
 *
 * @example
 * ```ts
 * import { Engine, TimeLimit } from 'tfjs-ignite';
 *
 * let seconds = 0;
 * const trainer = new Engine(() => void (seconds += 25));
 * const quiet = { info() {}, warn() {}, error() {} };
 * new TimeLimit({ limitSec: 60, clock: { now: () => seconds * 1000 }, logger: quiet }).attach(trainer);
 * (await trainer.run([1, 2, 3, 4], { maxEpochs: 3 })).iteration; // => 3
 * ```
 */
export class TimeLimit {
  readonly #limitSec: number;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #startedAt: number;

  constructor(options: TimeLimitOptions = {}) {
    const { limitSec, clock, logger } = parseOptions('TimeLimit', schema, options);
    this.#limitSec = limitSec;
    this.#clock = clock ?? performance;
    this.#logger = logger ?? console;
    this.#startedAt = this.#clock.now();
  }

  /** Gives the whole time again. */
  reset(): void {
    this.#startedAt = this.#clock.now();
  }

  /** Stops the engine if the time is over; says so once for each run that it stops. */
  handle(engine: AnyEngine): void {
    // What is stopping already is not to be told twice, also when one event of a list follows the other.
    if (engine.shouldTerminate || this.#clock.now() - this.#startedAt <= this.#limitSec * 1000) return;
    this.#logger.warn(`TimeLimit: the ${this.#limitSec} s are over at iteration ${engine.state.iteration}: stopping the run.`);
    engine.terminate();
  }

  /** Looks at the clock at `event`, and gives the whole time again at `resetEvent`. One `remove()` ends both. */
  attach(engine: AnyEngine, attachment: TimeLimitAttachment = {}): RemovableEventHandle {
    parseOptions('TimeLimit.attach', attachmentSchema, { engine, ...attachment });
    const { event = Events.ITERATION_COMPLETED, resetEvent } = attachment;
    const looking = engine.on(event, this);
    const resetting = resetEvent === undefined ? undefined : engine.on(resetEvent, () => this.reset());
    return new RemovableEventHandle(() => {
      looking.remove();
      resetting?.remove();
    });
  }
}
