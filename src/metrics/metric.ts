import * as z from 'zod/mini';
import type { AnyEngine } from '../engine';
import { OptionError, StateError } from '../errors';
import type { MaybePromise } from '../internal';
import { andThen, inTurn, parseOptions } from '../internal';
import type { Declaration, NestedAccumulator } from './accumulators';
import { nestedMetrics } from './accumulators';
import type { AnyMetric, Following, ValueOf } from './any-metric';
import { MetricCore } from './metric-core';
import type { MetricOptions } from './metric-options';
import { checkFunction, metricOptionShape } from './metric-options';
import type { Combined, NumericValue, Operation } from './value-arithmetic';
import { combine, diagonalOf, elementOf, meanOf, sumOf } from './value-arithmetic';

/** The other side of an operation: a metric, a number, or numbers in arrays. */
export type Operand = AnyMetric | NumericValue;

type ValueOfOperand<O> = O extends AnyMetric ? ValueOf<O> : O;

/**
 * Base of every metric: something that is updated batch by batch and computed to a value.
 *
 * A metric of your own declares what it gathers and says how that becomes a value; reset, reduction over ranks, `stateDict` and
 * `loadStateDict` follow from the declaration. Metrics combine by arithmetic: `precision.mul(recall).mul(2).div(precision.add(recall))`.
 *
 * @typeParam Value what `compute` gives
 * @typeParam Input what `update` takes
 * @typeParam D the accumulators
 *
 * @example
 * ```ts
 * import { Metric, parseMetricOptions, scalar, type ScalarAccumulator } from 'tfjs-ignite/metrics';
 *
 * class Largest extends Metric<number, number, { largest: ScalarAccumulator }> {
 *   protected readonly accumulators = { largest: scalar('max') };
 *
 *   constructor() {
 *     super({ owner: 'Largest', keys: null }, parseMetricOptions('Largest'));
 *   }
 *
 *   update(value: number) {
 *     this.accumulators.largest.add(value);
 *   }
 *
 *   protected evaluate({ largest }: { largest: number }) {
 *     return largest;
 *   }
 * }
 *
 * const metric = new Largest();
 * metric.update(3);
 * metric.update(2);
 * metric.compute(); // => 3
 * ```
 */
export abstract class Metric<Value = unknown, Input = unknown, D extends Declaration = Declaration> extends MetricCore<Value, Input, D> {
  /** `this + other`. */
  add<const O extends Operand>(other: O): MetricsLambda<Combined<Value, ValueOfOperand<O>>> {
    return combination('add', this, other);
  }

  /** `this - other`. */
  sub<const O extends Operand>(other: O): MetricsLambda<Combined<Value, ValueOfOperand<O>>> {
    return combination('sub', this, other);
  }

  /** `this * other`. */
  mul<const O extends Operand>(other: O): MetricsLambda<Combined<Value, ValueOfOperand<O>>> {
    return combination('mul', this, other);
  }

  /** `this / other`. */
  div<const O extends Operand>(other: O): MetricsLambda<Combined<Value, ValueOfOperand<O>>> {
    return combination('div', this, other);
  }

  /** `this ** other`. */
  pow<const O extends Operand>(other: O): MetricsLambda<Combined<Value, ValueOfOperand<O>>> {
    return combination('pow', this, other);
  }

  /** The remainder of `this / other`, with the sign of `other`. */
  mod<const O extends Operand>(other: O): MetricsLambda<Combined<Value, ValueOfOperand<O>>> {
    return combination('mod', this, other);
  }

  /** `this / other`, rounded down. */
  floorDiv<const O extends Operand>(other: O): MetricsLambda<Combined<Value, ValueOfOperand<O>>> {
    return combination('floorDiv', this, other);
  }

  /** `other + this`. */
  radd<const O extends NumericValue>(other: O): MetricsLambda<Combined<O, Value>> {
    return combination('add', other, this);
  }

  /** `other - this`. */
  rsub<const O extends NumericValue>(other: O): MetricsLambda<Combined<O, Value>> {
    return combination('sub', other, this);
  }

  /** `other * this`. */
  rmul<const O extends NumericValue>(other: O): MetricsLambda<Combined<O, Value>> {
    return combination('mul', other, this);
  }

  /** `other / this`. */
  rdiv<const O extends NumericValue>(other: O): MetricsLambda<Combined<O, Value>> {
    return combination('div', other, this);
  }

  /** `other ** this`. */
  rpow<const O extends NumericValue>(other: O): MetricsLambda<Combined<O, Value>> {
    return combination('pow', other, this);
  }

  /** The remainder of `other / this`, with the sign of `this`. */
  rmod<const O extends NumericValue>(other: O): MetricsLambda<Combined<O, Value>> {
    return combination('mod', other, this);
  }

  /** `other / this`, rounded down. */
  rfloorDiv<const O extends NumericValue>(other: O): MetricsLambda<Combined<O, Value>> {
    return combination('floorDiv', other, this);
  }

  /** One element of an array, counted from the end when negative. */
  index(index: number): MetricsLambda<Value extends readonly (infer Element)[] ? Element : NumericValue> {
    return this.map((value) => elementOf(value, index) as Value extends readonly (infer Element)[] ? Element : NumericValue); // an element of Value, when that is an array
  }

  /** The mean over all elements. */
  mean(): MetricsLambda<number> {
    return this.map(meanOf);
  }

  /** The sum over all elements. */
  sum(): MetricsLambda<number> {
    return this.map(sumOf);
  }

  /** The diagonal of a matrix; a matrix with a vector on its diagonal. */
  diag(): MetricsLambda<NumericValue> {
    return this.map(diagonalOf);
  }

  /** Any function of the value. */
  map<Result>(fn: (value: Value) => Result): MetricsLambda<Awaited<Result>> {
    // The one argument's value is this metric's.
    return new MetricsLambda((value: unknown) => fn(value as Value) as MaybePromise<Awaited<Result>>, [this]);
  }
}

function combination<Result>(operation: Operation, left: Operand, right: Operand): MetricsLambda<Result> {
  // `Combined` says what `combine` gives for operands of these types.
  return new MetricsLambda((a: unknown, b: unknown) => combine(operation, a, b) as Result, [left, right]);
}

/** Options of `MetricsLambda`. Outputs go through the transforms of the metrics that it combines. */
export type MetricsLambdaOptions = Omit<MetricOptions, 'outputTransform' | 'skipUnrolling'>;

type ArgumentValues<Args extends readonly unknown[]> = { -readonly [K in keyof Args]: Args[K] extends AnyMetric ? ValueOf<Args[K]> : Args[K] };

const lambdaSchema = z.strictObject({ metricsResultMode: metricOptionShape.metricsResultMode, communicator: metricOptionShape.communicator });

/**
 * A metric whose value is a function of the values of others.
 *
 * Attached, it has the metrics that it combines follow the engine, each once even when it occurs several times or is attached by itself.
 *
 * @throws OptionError when no argument is a metric
 *
 * @example
 * ```ts
 * import { Accuracy, MetricsLambda } from 'tfjs-ignite';
 *
 * const error = new MetricsLambda((accuracy, whole) => whole - accuracy, [new Accuracy(), 1]);
 * error.update([[1, 0, 1, 1], [1, 0, 0, 1]]);
 * error.compute(); // => 0.25
 * ```
 */
export class MetricsLambda<Value = unknown, Args extends readonly unknown[] = readonly unknown[]> extends Metric<Value, unknown, { metrics: NestedAccumulator }> {
  protected readonly accumulators: { metrics: NestedAccumulator };
  readonly #fn: (...values: readonly unknown[]) => MaybePromise<Value>;
  readonly #args: readonly unknown[];
  readonly #metrics: readonly AnyMetric[];

  /**
   * @param fn gets the values of `args` in order: of a metric its value, of anything else itself; it may return a promise
   * @param args at least one metric, and constants
   */
  constructor(fn: (...values: ArgumentValues<Args>) => MaybePromise<Value>, args: readonly [...Args], options: MetricsLambdaOptions = {}) {
    super({ owner: 'MetricsLambda', keys: 'whole' }, { ...parseOptions('MetricsLambda', lambdaSchema, options), skipUnrolling: true });
    checkFunction('MetricsLambda.fn', fn);
    this.#fn = fn as (...values: readonly unknown[]) => MaybePromise<Value>; // `evaluate` hands it the values of exactly these arguments
    this.#args = args;
    this.#metrics = [...new Set(args.filter(isMetric).flatMap((metric) => metric.parts()))];
    if (this.#metrics.length === 0) throw new OptionError({ owner: 'MetricsLambda.args', expected: 'at least one metric', got: args });
    this.accumulators = { metrics: nestedMetrics(Object.fromEntries(this.#metrics.entries())) };
  }

  /** Updates each of the combined metrics once. */
  update(output: unknown): MaybePromise<void> {
    if (this.isAttachedAnywhere) {
      throw new StateError({ owner: 'MetricsLambda.update', expected: 'a metric that no engine updates', mend: 'Detach it first, or every output counts twice.' });
    }
    return inTurn(this.#metrics, (metric) => metric.update(output));
  }

  override observe(output: unknown): MaybePromise<void> {
    return inTurn(this.#metrics, (metric) => metric.observe(output));
  }

  override parts(): readonly AnyMetric[] {
    return this.#metrics;
  }

  override follow(engine: AnyEngine, following: Following): () => void {
    const ends: (() => void)[] = [];
    try {
      for (const metric of this.#metrics) ends.push(metric.follow(engine, following));
    } catch (error) {
      ends.forEach((end) => end());
      throw error;
    }
    return () => ends.forEach((end) => end());
  }

  protected evaluate(): MaybePromise<Value> {
    const values: unknown[] = [];
    const computed = inTurn(this.#args, (arg) =>
      andThen(isMetric(arg) ? arg.compute() : arg, (value) => {
        values.push(value);
      }),
    );
    return andThen(computed, () => this.#fn(...values));
  }
}

function isMetric(value: unknown): value is AnyMetric {
  return value instanceof MetricCore;
}
