import type * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import type { Clock } from '../contracts';
import { NotComputableError, ShapeError } from '../errors';
import { hasMethods, parseOptions } from '../internal';
import { isTensor } from '../tensor';
import type { ScalarAccumulator, Totals } from './accumulators';
import { scalar } from './accumulators';
import { ElapsedTime } from './elapsed-time';
import { Metric } from './metric';
import type { MetricOptions } from './metric-options';
import { metricOptionShape } from './metric-options';
import { SingleEpochRunningBatchWise } from './metric-usage';

/** Options of `Frequency`. */
export interface FrequencyOptions extends MetricOptions {
  /** Measures the time. Default: `performance`. */
  readonly clock?: Clock;
}

type FrequencyState = { readonly count: ScalarAccumulator; readonly elapsed: ElapsedTime };

const schema = z.strictObject({
  ...metricOptionShape,
  clock: z.optional(z.custom<Clock>((value) => hasMethods(value, 'now'), 'a clock with now()')),
});

/**
 * How many things a second are processed: the sum of the outputs divided by the seconds since the last reset, without its fraction.
 *
 * Takes a number or a tensor of one element, such as the number of words in a batch. Attached, it starts over with every epoch and is computed after every
 * iteration; `attach(engine, name, usage)` takes another usage. Counts add up over ranks, the time is their mean. Memory: two numbers.
 *
 * Source: https://en.wikipedia.org/wiki/Throughput
 *
 * @throws ShapeError from `update` for what is neither a finite number nor a tensor of one element
 * @throws NotComputableError from `compute` before the first update, and as long as no time has passed
 *
 * @example
 * ```ts
 * import { Frequency } from 'tfjs-ignite/metrics';
 *
 * let milliseconds = 0;
 * const wordsPerSecond = new Frequency({ clock: { now: () => milliseconds } });
 * milliseconds = 500;
 * wordsPerSecond.update(128);
 * wordsPerSecond.compute(); // => 256
 * ```
 */
export class Frequency extends Metric<number, number | tf.Tensor, FrequencyState> {
  protected readonly accumulators: FrequencyState;

  constructor(options: FrequencyOptions = {}) {
    const { clock, ...common } = parseOptions('Frequency', schema, options);
    super({ owner: 'Frequency', keys: null, usage: SingleEpochRunningBatchWise }, common);
    this.accumulators = { count: scalar(), elapsed: new ElapsedTime(clock ?? { now: () => performance.now() }) };
  }

  update(output: number | tf.Tensor): void {
    const isCount = isTensor(output) ? output.size === 1 : Number.isFinite(output);
    if (!isCount) throw new ShapeError({ owner: 'Frequency', expected: 'a number, or a tensor of one', got: output, mend: 'Make it one with outputTransform.' });
    this.accumulators.count.add(output);
    this.accumulators.elapsed.lap();
  }

  protected evaluate({ count, elapsed }: Totals<FrequencyState>): number {
    if (elapsed > 0) return Math.trunc(count / elapsed);
    throw new NotComputableError({ owner: 'Frequency', expected: 'an update some time after the reset', mend: 'Call update first.' });
  }
}
