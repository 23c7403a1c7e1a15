import * as z from 'zod/mini';
import type { StateValue } from '../contracts';
import type { Communicator } from '../distributed';
import type { AnyEngine } from '../engine';
import { Events } from '../engine';
import { OptionError, ShapeError } from '../errors';
import type { MaybePromise } from '../internal';
import { andThen, isHostTensor, parseOptions } from '../internal';
import { sameShape } from '../tensor';
import type { Doubles, NestedAccumulator, ReplicatedAccumulator, Totals } from './accumulators';
import { nestedMetrics, replicated } from './accumulators';
import type { AnyMetric, Following } from './any-metric';
import { Metric } from './metric';
import { MetricCore } from './metric-core';
import type { MetricOptions } from './metric-options';
import { metricOptionShape } from './metric-options';
import type { NestedNumbers } from './numbers';
import { nested, readNumbers } from './numbers';
import { RunningBatchWise } from './metric-usage';

/** Options of `RunningAverage`: one of `src` and `outputTransform` is required. */
export interface RunningAverageOptions extends Pick<MetricOptions, 'communicator' | 'metricsResultMode'> {
  /** Averages this metric's values; it belongs to the average, which updates and resets it. */
  readonly src?: AnyMetric;
  /** Averages what this makes of the engine's output: a number or a tensor. May return a promise. */
  outputTransform?(output: unknown): unknown;
  /** How much of the old average stays, above 0 and at most 1. @default 0.98 */
  readonly alpha?: number;
}

type RunningState = { readonly average: ReplicatedAccumulator<Doubles | null>; readonly src: NestedAccumulator };

const { outputTransform, communicator, metricsResultMode } = metricOptionShape;
const schema = z.strictObject({
  outputTransform,
  communicator,
  metricsResultMode,
  src: z.optional(z.custom<AnyMetric>((value) => value instanceof MetricCore, { error: 'a metric' })),
  alpha: z._default(z.number().check(z.gt(0), z.lte(1)), 0.98),
});

/** Updates of the source: the average resets it, not the engine. */
const SOURCE: Following = { update: Events.ITERATION_COMPLETED };

/**
 * The exponential moving average of a metric's values or of the engine's outputs: the first value as it is, then
 * `average = alpha * average + (1 - alpha) * value`.
 *
 * Attached with `RunningBatchWise` unless said otherwise: it goes on over the epochs of a run, with a value after each iteration. A `src` is
 * updated at every iteration and starts over after each of its values. Of several ranks the mean of the outputs is taken. `null` before any value.
 *
 * Source: https://en.wikipedia.org/wiki/Exponential_smoothing
 *
 * @throws OptionError from the constructor for both or none of `src` and `outputTransform`, and for an `alpha` out of range
 * @throws ShapeError from `update` for what is not numbers, and for another shape than before
 *
 * @example
 * ```ts
 * import { RunningAverage } from 'tfjs-ignite';
 *
 * const average = new RunningAverage({ outputTransform: (loss) => loss, alpha: 0.5 });
 * average.update(1);
 * average.update(2);
 * average.compute(); // => 1.5
 * ```
 */
export class RunningAverage extends Metric<NestedNumbers | null, unknown, RunningState> {
  protected readonly accumulators: RunningState;
  readonly #src: AnyMetric | undefined;
  readonly #alpha: number;
  readonly #communicator: Communicator;

  constructor(options: RunningAverageOptions) {
    const { src, alpha, ...common } = parseOptions('RunningAverage', schema, options);
    if ((src === undefined) === (common.outputTransform === undefined)) {
      throw new OptionError({ owner: 'RunningAverage', expected: 'one of src and outputTransform', got: Object.keys(options) });
    }
    super({ owner: 'RunningAverage', keys: null, usage: RunningBatchWise }, { ...common, skipUnrolling: true });
    this.#src = src;
    this.#alpha = alpha;
    this.#communicator = common.communicator;
    this.accumulators = { average: replicated<Doubles | null>(null, isAverage), src: nestedMetrics(src === undefined ? {} : { src }) };
  }

  /** Takes in a value to average, or, with a `src`, what that takes. */
  update(output: unknown): MaybePromise<void> {
    const src = this.#src;
    return src === undefined ? this.#foldOutput(output) : andThen(src.update(output), () => this.#foldSource(src));
  }

  override observe(output: unknown): MaybePromise<void> {
    const src = this.#src;
    return src === undefined ? super.observe(output) : andThen(src.observe(output), () => this.#foldSource(src));
  }

  /** The source follows the engine by itself, perhaps more often than the average. */
  protected override observeFollowed(output: unknown): MaybePromise<void> {
    return this.#src === undefined ? super.observe(output) : this.#foldSource(this.#src);
  }

  override follow(engine: AnyEngine, following: Following): () => void {
    // The source comes first, so that it has seen an output when the average asks for its value.
    const endSource = this.#src?.follow(engine, SOURCE);
    const end = super.follow(engine, following);
    return () => {
      end();
      endSource?.();
    };
  }

  #foldSource(src: AnyMetric): MaybePromise<void> {
    return andThen(src.compute(), (value) =>
      andThen(readNumbers(value, 'RunningAverage.src'), ({ shape, data }) => {
        src.reset();
        this.#fold({ dtype: 'float64', shape, data: Float64Array.from(data) });
      }),
    );
  }

  #foldOutput(output: unknown): MaybePromise<void> {
    return andThen(readNumbers(output, 'RunningAverage'), ({ shape, data }) => {
      const { size } = this.#communicator;
      const mine = Float64Array.from(data);
      const sum = size === 1 ? mine : this.#communicator.allReduce(mine, 'sum');
      return andThen(sum, (total) => this.#fold({ dtype: 'float64', shape, data: total.map((value) => value / size) }));
    });
  }

  #fold(value: Doubles): void {
    const { average } = this.accumulators;
    const before = average.value;
    if (before === null) {
      average.set(value);
      return;
    }
    if (!sameShape(before.shape, value.shape)) {
      throw new ShapeError({ owner: 'RunningAverage', expected: `a value of shape [${before.shape.join(', ')}] as before`, got: value });
    }
    const data = value.data.map((element, index) => this.#alpha * (before.data[index] ?? NaN) + (1 - this.#alpha) * element);
    average.set({ dtype: 'float64', shape: value.shape, data });
  }

  protected evaluate({ average }: Totals<RunningState>): NestedNumbers | null {
    return average === null ? null : nested(average);
  }
}

function isAverage(value: StateValue): value is Doubles | null {
  return value === null || (isHostTensor(value) && value.data instanceof Float64Array);
}
