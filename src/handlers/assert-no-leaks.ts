import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import type { AnyEngine, EngineEvent, EventList, RemovableEventHandle } from '../engine';
import { Events } from '../engine';
import { StateError } from '../errors';
import { parseOptions } from '../internal';
import { engineSchema, eventSchema, functionSchema } from './schemas';

const schema = z.strictObject({
  warmup: z._default(z.int().check(z.minimum(0)), 10),
  window: z._default(z.int().check(z.minimum(1)), 10),
  tolerance: z._default(z.number().check(z.minimum(0)), 0),
  countTensors: z.optional(functionSchema),
});

/** Options of {@link assertNoLeaks}. */
export interface NoLeaksOptions {
  /** How many of the first calls do not count: they make optimizer slots, caches and totals. @default 10 */
  readonly warmup?: number;
  /** How many calls are compared with as many before them, by their lowest counts; at least 1. @default 10 */
  readonly window?: number;
  /** How many tensors a call may add, on average. @default 0 */
  readonly tolerance?: number;
  /** How many tensors there are. Default: `tf.memory().numTensors`. */
  readonly countTensors?: () => number;
}

/** What {@link assertNoLeaks} makes. */
export interface NoLeaksHandler {
  /** Counts the tensors; throws when they have become more for too long. */
  handle(engine: AnyEngine): void;
  /** Counts at `event`. Default: ITERATION_COMPLETED. */
  attach(engine: AnyEngine, event?: EngineEvent | EventList): RemovableEventHandle;
}

const attachmentSchema = z.strictObject({ engine: engineSchema, event: eventSchema });

/** Growth that often in a row is a leak: what is made once, at whatever time, makes one growth. */
const GROWTHS = 3;

/**
 * Ends the run with an error when there are more and more tensors: for tests, and for the first minutes of a long run.
 *
 * It counts at one event of the loop, so that batch and output are there each time, and compares windows of calls by their lowest counts, so that what
 * comes and goes (accumulated gradients, a logged histogram, batches fetched ahead) does no harm. When the lowest count has risen over three windows in a
 * row it is a leak: with the defaults after 50 iterations.
 *
 * Two things it cannot know. A metric that keeps its batches until the epoch ends holds more tensors with every iteration on webgl and webgpu: make
 * `window` as long as an epoch, or count once an epoch. And what leaks only in an evaluation shows only from epoch to epoch. Both:
 * `assertNoLeaks({ warmup: 1, window: 1 }).attach(trainer, Events.EPOCH_COMPLETED)`.
 *
 * @throws OptionError for wrong options
 * @throws StateError from the run, with the growth and the counts
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { Engine, assertNoLeaks } from 'tfjs-ignite';
 *
 * const made: tf.Tensor[] = [];
 * const engine = new Engine(() => void made.push(tf.scalar(1), tf.scalar(2)));
 * assertNoLeaks({ warmup: 0, window: 2 }).attach(engine);
 * const error = await engine.run(Array(100)).catch((reason: unknown) => String(reason));
 * error; // => 'StateError: assertNoLeaks: expected no more tensors from one ITERATION_COMPLETED to the next; they grew by 2 a call, from 2 to 14 in the last 8 calls. …
 * tf.dispose(made);
 * ```
 */
export function assertNoLeaks(options: NoLeaksOptions = {}): NoLeaksHandler {
  const { warmup, window, tolerance } = parseOptions('assertNoLeaks', schema, options);
  const { countTensors = () => tf.memory().numTensors } = options;
  let toSkip = warmup;
  let calls = 0;
  let lowest = Infinity;
  /** The lowest counts of the windows since the last one that did not grow. */
  let rising: number[] = [];

  function countTensorsAgain(engine: AnyEngine): void {
    if (toSkip > 0) {
      toSkip--;
      return;
    }
    lowest = Math.min(lowest, countTensors());
    if (++calls < window) return;
    const previous = rising.at(-1);
    if (previous === undefined || lowest - previous <= tolerance * window) rising = [];
    rising.push(lowest);
    calls = 0;
    lowest = Infinity;
    if (rising.length <= GROWTHS) return;
    const counts = rising;
    // Whoever handles the error goes on, and is told again if it goes on like that.
    rising = [];
    throw leak(engine.lastEventName, counts, window);
  }

  return {
    handle: countTensorsAgain,
    attach(engine, event = Events.ITERATION_COMPLETED) {
      parseOptions('assertNoLeaks.attach', attachmentSchema, { engine, event });
      return engine.on(event, countTensorsAgain);
    },
  };
}

function leak(eventName: string | null, counts: readonly number[], window: number): StateError {
  const [first = 0, last = 0] = [counts[0], counts.at(-1)];
  const perCall = Number(((last - first) / (GROWTHS * window)).toFixed(2));
  return new StateError({
    owner: 'assertNoLeaks',
    expected: `no more tensors from one ${eventName ?? 'call'} to the next; they grew by ${perCall} a call, from ${first} to ${last} in the last ${counts.length * window} calls`,
    mend:
      'Wrap what step, handlers and transforms compute in tf.tidy, dispose what outlives it, and keep no tensor of a batch or an output. ' +
      'Where a metric keeps its batches until the epoch ends, make window as long as an epoch or attach at Events.EPOCH_COMPLETED.',
  });
}
