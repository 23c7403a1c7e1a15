import type { EngineEvent } from '../engine';
import { Events } from '../engine';
import { OptionError } from '../errors';

/** Name of a usage that comes with the library. */
export type MetricUsageName = 'epochWise' | 'runningEpochWise' | 'batchWise' | 'runningBatchWise' | 'singleEpochRunningBatchWise';

/** The events at which a metric starts over, takes in the engine's output, and gives its value. */
export interface MetricUsageEvents {
  readonly reset: EngineEvent;
  readonly update: EngineEvent;
  readonly compute: EngineEvent;
}

/**
 * When an attached metric is reset, updated and computed.
 *
 * Make one of your own by naming the three events:
 *
 * @example
 * ```ts
 * import { Events, MetricUsage } from 'tfjs-ignite';
 *
 * const wholeRun = new MetricUsage({ reset: Events.STARTED, update: Events.ITERATION_COMPLETED, compute: Events.COMPLETED });
 * wholeRun.compute.name; // => 'COMPLETED'
 * ```
 */
export class MetricUsage implements MetricUsageEvents {
  readonly reset: EngineEvent;
  readonly update: EngineEvent;
  readonly compute: EngineEvent;

  constructor({ reset, update, compute }: MetricUsageEvents) {
    this.reset = reset;
    this.update = update;
    this.compute = compute;
    Object.freeze(this);
  }

  toString(): string {
    return `reset at ${this.reset.toString()}, updated at ${this.update.toString()}, computed at ${this.compute.toString()}`;
  }
}

/** Over the batches of an epoch, with the value at its end. The default of nearly every metric. */
export const EpochWise = new MetricUsage({
  reset: Events.EPOCH_STARTED,
  update: Events.ITERATION_COMPLETED,
  compute: Events.EPOCH_COMPLETED,
});

/** Over the last outputs of all epochs so far, with the value at the end of each. */
export const RunningEpochWise = new MetricUsage({
  reset: Events.STARTED,
  update: Events.EPOCH_COMPLETED,
  compute: Events.EPOCH_COMPLETED,
});

/** Of each batch by itself. */
export const BatchWise = new MetricUsage({
  reset: Events.ITERATION_STARTED,
  update: Events.ITERATION_COMPLETED,
  compute: Events.ITERATION_COMPLETED,
});

/** Over all batches of the run so far, with the value after each. */
export const RunningBatchWise = new MetricUsage({
  reset: Events.STARTED,
  update: Events.ITERATION_COMPLETED,
  compute: Events.ITERATION_COMPLETED,
});

/** Over the batches of the epoch so far, with the value after each. */
export const SingleEpochRunningBatchWise = new MetricUsage({
  reset: Events.EPOCH_STARTED,
  update: Events.ITERATION_COMPLETED,
  compute: Events.ITERATION_COMPLETED,
});

/** Which iterations a filtered usage takes in; counts are of `state.iteration`. */
export interface BatchFilter {
  readonly every?: number;
  readonly once?: number | readonly number[];
  readonly before?: number;
  readonly after?: number;
  readonly when?: Parameters<typeof Events.ITERATION_COMPLETED.when>[0];
}

/**
 * Over some batches of an epoch, with the value at its end.
 *
 * @example
 * ```ts
 * import { BatchFiltered } from 'tfjs-ignite';
 *
 * BatchFiltered({ every: 10 }).update.toString(); // => 'ITERATION_COMPLETED.every(10)'
 * ```
 *
 * @throws OptionError for filters that contradict each other
 */
export function BatchFiltered({ every, once, before, after, when }: BatchFilter): MetricUsage {
  let update: EngineEvent<[]> = Events.ITERATION_COMPLETED;
  if (after !== undefined) update = update.after(after);
  if (before !== undefined) update = update.before(before);
  if (every !== undefined) update = update.every(every);
  if (once !== undefined) update = update.once(once);
  if (when !== undefined) update = update.when(when);
  return new MetricUsage({ reset: Events.EPOCH_STARTED, update, compute: Events.EPOCH_COMPLETED });
}

const byName: ReadonlyMap<unknown, MetricUsage> = new Map<MetricUsageName, MetricUsage>([
  ['epochWise', EpochWise],
  ['runningEpochWise', RunningEpochWise],
  ['batchWise', BatchWise],
  ['runningBatchWise', RunningBatchWise],
  ['singleEpochRunningBatchWise', SingleEpochRunningBatchWise],
]);

/** A usage given as itself or by name. */
export function resolveUsage(owner: string, usage: unknown): MetricUsage {
  const found = usage instanceof MetricUsage ? usage : byName.get(usage);
  if (found !== undefined) return found;
  throw new OptionError({ owner: `${owner}.usage`, expected: `a MetricUsage, or one of ${[...byName.keys()].join(', ')}`, got: usage });
}
