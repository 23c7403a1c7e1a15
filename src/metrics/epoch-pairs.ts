import * as tf from '@tensorflow/tfjs-core';
import type { HostTensor, StateValue } from '../contracts';
import { ShapeError } from '../errors';
import type { MaybePromise } from '../internal';
import { andThen } from '../internal';
import { sameShape } from '../tensor';
import type { ReplicatedAccumulator, RowsAccumulator, Totals } from './accumulators';
import { replicated, rows } from './accumulators';
import { Metric } from './metric';
import type { MetricDefinition } from './metric-core';
import type { MetricOptions, ParsedMetricOptions } from './metric-options';
import type { ArrayInput, Numbers } from './numbers';
import { asTensor, isOnDevice, readAll } from './numbers';

/** Options of metrics that keep every prediction and target. */
export interface EpochPairsOptions extends MetricOptions {
  /** Computes the value of the first batch when it comes, so that its errors come early. @default false */
  readonly checkComputeFn?: boolean;
}

/** Shape and dtype of one of the inputs of an update. */
export type Shaped = { readonly shape: readonly number[]; readonly dtype: Numbers['dtype'] | tf.DataType };

/** All rows of one of the inputs, in the order of the updates, then of the ranks. */
export type AllRows = HostTensor<Float64Array>;

type EpochState = { readonly predictions: RowsAccumulator; readonly targets: RowsAccumulator; readonly dtypes: ReplicatedAccumulator<readonly string[] | null> };
type Described = Pick<Numbers, 'shape' | 'data'>;

/** How a metric that keeps everything is defined. */
export interface EpochPairsDefinition extends MetricDefinition {
  /** Refuses inputs that the metric does not take, beyond what is refused anyway. */
  check?(yPred: Shaped, y: Shaped): void;
  /** Refuses numbers that the metric does not take. Where reads are dear it sees the numbers of all batches, at `compute`. */
  checkValues?(yPred: ArrayLike<number>, y: ArrayLike<number>): void;
}

/**
 * Base of the metrics that cannot be added up batch by batch: keeps all predictions and all targets, `[examples]` or `[examples, columns]`.
 *
 * `[batch, 1]` is taken as `[batch]`. The memory grows with the data; on webgl and webgpu that is device memory until the first `compute`.
 */
export abstract class EpochPairs<Value> extends Metric<Value, readonly [ArrayInput, ArrayInput], EpochState> {
  protected readonly accumulators: EpochState = { predictions: rows(), targets: rows(), dtypes: replicated<readonly string[] | null>(null, isDtypes) };
  readonly #definition: EpochPairsDefinition;
  readonly #checkFirst: boolean;
  /** The two inputs in error messages. */
  readonly #names: readonly [string, string];

  constructor(definition: EpochPairsDefinition, { checkComputeFn, ...common }: ParsedMetricOptions & { readonly checkComputeFn: boolean }) {
    super(definition, common);
    this.#definition = definition;
    this.#checkFirst = checkComputeFn;
    const { owner, keys } = definition;
    const [first = 'yPred', second = 'y'] = typeof keys === 'object' && keys !== null ? keys.required : [];
    this.#names = [`${owner}.${first}`, `${owner}.${second}`];
  }

  /** The value of everything seen; the rows are not the metric's to change. */
  protected abstract evaluatePairs(yPred: AllRows, y: AllRows): MaybePromise<Value>;

  update(output: readonly [ArrayInput, ArrayInput]): MaybePromise<void> {
    const [yPred, y] = output;
    if (isOnDevice(yPred, y)) {
      tf.tidy(() => {
        const [predictions, targets] = [asTensor(yPred, this.#names[0]), asTensor(y, this.#names[1])];
        const shapes = this.#checked(predictions, targets);
        this.#take(tf.reshape(predictions, [...shapes.predictions]), tf.reshape(targets, [...shapes.targets]), shapes.dtypes);
      });
      return;
    }
    return andThen(readAll([yPred, y], this.owner), ([predictions, targets]) => {
      const shapes = this.#checked(predictions, targets);
      this.#definition.checkValues?.(predictions.data, targets.data);
      const batch = [{ shape: shapes.predictions, data: predictions.data }, { shape: shapes.targets, data: targets.data }] as const;
      const tried = this.#checkFirst && this.accumulators.dtypes.value === null ? this.evaluatePairs(doubles(batch[0]), doubles(batch[1])) : undefined;
      return andThen<unknown, void>(tried, () => this.#take(...batch, shapes.dtypes));
    });
  }

  #checked(yPred: Shaped, y: Shaped): { predictions: readonly number[]; targets: readonly number[]; dtypes: readonly string[] } {
    const { owner } = this;
    const [predictions, targets] = [squeezed(yPred, this.#names[0]), squeezed(y, this.#names[1])];
    const dtypes = [yPred.dtype, y.dtype];
    const before = this.accumulators.dtypes.value;
    if (predictions[0] !== targets[0]) {
      throw new ShapeError({ owner, expected: `as many targets as predictions, ${predictions[0] ?? 0}`, got: targets[0] });
    }
    checkRow(this.#names[0], this.accumulators.predictions.rowShape, predictions);
    checkRow(this.#names[1], this.accumulators.targets.rowShape, targets);
    if (before !== null && dtypes.some((dtype, index) => !goTogether(dtype, before[index]))) {
      throw new ShapeError({ owner, expected: `predictions and targets of dtype ${before.join(' and ')} as before`, got: dtypes });
    }
    this.#definition.check?.(yPred, y);
    return { predictions, targets, dtypes };
  }

  #take(predictions: tf.Tensor | Described, targets: tf.Tensor | Described, dtypes: readonly string[]): void {
    this.accumulators.predictions.append(predictions, this.#names[0]);
    this.accumulators.targets.append(targets, this.#names[1]);
    this.accumulators.dtypes.set(this.accumulators.dtypes.value?.map((known, index) => (known === UNSAID ? (dtypes[index] ?? known) : known)) ?? dtypes);
  }

  protected evaluate({ predictions, targets }: Totals<EpochState>): MaybePromise<Value> {
    this.requireExamples(predictions?.shape[0] ?? 0);
    if (predictions === null || targets === null) throw new ShapeError({ owner: this.owner, expected: 'targets for the predictions' });
    this.#definition.checkValues?.(predictions.data, targets.data);
    return this.evaluatePairs(predictions, targets);
  }
}

/** The dtype of plain arrays, which do not say what they hold. */
const UNSAID = 'number';

function goTogether(dtype: string, before: string | undefined): boolean {
  return dtype === before || dtype === UNSAID || before === UNSAID;
}

/** The shape that is kept: a column is a vector. */
function squeezed(input: Shaped, owner: string): readonly number[] {
  const { shape } = input;
  if (shape.length === 2 && shape[1] === 1) return shape.slice(0, 1);
  if (shape.length === 1 || shape.length === 2) return shape;
  throw new ShapeError({ owner, expected: 'shape [batch] or [batch, columns]', got: { shape } });
}

function checkRow(owner: string, before: readonly number[] | null, shape: readonly number[]): void {
  if (before === null || sameShape(before, shape.slice(1))) return;
  throw new ShapeError({ owner, expected: `rows of shape [${before.join(', ')}] as before`, got: { shape } });
}

function doubles({ shape, data }: Described): AllRows {
  return { dtype: 'float64', shape, data: new Float64Array(data) };
}

function isDtypes(value: StateValue): value is readonly string[] | null {
  return value === null || (Array.isArray(value) && value.every((dtype) => typeof dtype === 'string'));
}
