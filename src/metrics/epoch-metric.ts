import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import type { HostTensor, StateValue } from '../contracts';
import { ShapeError } from '../errors';
import type { MaybePromise } from '../internal';
import { andThen, parseOptions } from '../internal';
import { sameShape } from '../tensor';
import type { ReplicatedAccumulator, RowsAccumulator, Totals } from './accumulators';
import { replicated, rows } from './accumulators';
import { Metric } from './metric';
import type { MetricOptions } from './metric-options';
import { checkFunction, metricOptionShape } from './metric-options';
import type { ArrayInput, Numbers } from './numbers';
import { asTensor, isOnDevice, readAll } from './numbers';
import { predictionAndTarget } from './output';

/** A function of all predictions and all targets, `[examples]` or `[examples, columns]`, in the order of the updates. */
export type EpochFunction<Value> = (yPred: HostTensor<Float64Array>, y: HostTensor<Float64Array>) => MaybePromise<Value>;

/** Options of `EpochMetric`. */
export interface EpochMetricOptions extends MetricOptions {
  /** Tries the function on the first batch, so that its errors come early. @default false */
  readonly checkComputeFn?: boolean;
}

type EpochState = { readonly predictions: RowsAccumulator; readonly targets: RowsAccumulator; readonly dtypes: ReplicatedAccumulator<readonly string[] | null> };
type Described = Pick<Numbers, 'shape' | 'data'>;
type Shaped = { readonly shape: readonly number[]; readonly dtype: string };

const schema = z.strictObject({ ...metricOptionShape, checkComputeFn: z._default(z.boolean(), false) });

/**
 * A function of everything seen: keeps all predictions and targets and calls `computeFn(yPred, y)` on them at each `compute`.
 *
 * For metrics that cannot be added up batch by batch. Takes `[yPred, y]`, each `[batch]` or `[batch, columns]`; `[batch, 1]` is taken as
 * `[batch]`. The memory grows with the data; on webgl and webgpu that is device memory until the first `compute`.
 *
 * @throws ShapeError from `update` for other ranks, different numbers of examples, or another shape or dtype than before
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { EpochMetric } from 'tfjs-ignite';
 *
 * const largestError = new EpochMetric(({ data }, y) => Math.max(...data.map((value, i) => Math.abs(value - (y.data[i] ?? 0)))));
 * largestError.update([[1, 2, 3], [1, 2, 5]]);
 * largestError.update([[4], [4.5]]);
 * largestError.compute(); // => 2
 * ```
 */
export class EpochMetric<Value = number> extends Metric<Value, readonly [ArrayInput, ArrayInput], EpochState> {
  protected readonly accumulators: EpochState = { predictions: rows(), targets: rows(), dtypes: replicated<readonly string[] | null>(null, isDtypes) };
  readonly #computeFn: EpochFunction<Value>;
  readonly #check: boolean;

  constructor(computeFn: EpochFunction<Value>, options: EpochMetricOptions = {}) {
    const { checkComputeFn, ...common } = parseOptions('EpochMetric', schema, options);
    super({ owner: 'EpochMetric', keys: predictionAndTarget }, common);
    checkFunction('EpochMetric.computeFn', computeFn);
    this.#computeFn = computeFn;
    this.#check = checkComputeFn;
  }

  update(output: readonly [ArrayInput, ArrayInput]): MaybePromise<void> {
    const [yPred, y] = output;
    if (isOnDevice(yPred, y)) {
      tf.tidy(() => {
        const [predictions, targets] = [asTensor(yPred, 'EpochMetric.yPred'), asTensor(y, 'EpochMetric.y')];
        const shapes = this.#checked(predictions, targets);
        this.#take(tf.reshape(predictions, [...shapes.predictions]), tf.reshape(targets, [...shapes.targets]), shapes.dtypes);
      });
      return;
    }
    return andThen(readAll([yPred, y], 'EpochMetric'), ([predictions, targets]) => {
      const shapes = this.#checked(predictions, targets);
      const batch = [doubles(shapes.predictions, predictions.data), doubles(shapes.targets, targets.data)] as const;
      const tried = this.#check && this.accumulators.dtypes.value === null ? this.#computeFn(...batch) : undefined;
      return andThen<unknown, void>(tried, () => this.#take(...batch, shapes.dtypes));
    });
  }

  #checked(yPred: Shaped, y: Shaped): { predictions: readonly number[]; targets: readonly number[]; dtypes: readonly string[] } {
    const [predictions, targets] = [squeezed(yPred, 'EpochMetric.yPred'), squeezed(y, 'EpochMetric.y')];
    const dtypes = [yPred.dtype, y.dtype];
    const before = this.accumulators.dtypes.value;
    if (predictions[0] !== targets[0]) {
      throw new ShapeError({ owner: 'EpochMetric', expected: `as many targets as predictions, ${predictions[0] ?? 0}`, got: targets[0] });
    }
    checkRow('EpochMetric.yPred', this.accumulators.predictions.rowShape, predictions);
    checkRow('EpochMetric.y', this.accumulators.targets.rowShape, targets);
    if (before !== null && dtypes.some((dtype, index) => dtype !== before[index])) {
      throw new ShapeError({ owner: 'EpochMetric', expected: `predictions and targets of dtype ${before.join(' and ')} as before`, got: dtypes });
    }
    return { predictions, targets, dtypes };
  }

  #take(predictions: tf.Tensor | Described, targets: tf.Tensor | Described, dtypes: readonly string[]): void {
    this.accumulators.predictions.append(predictions, 'EpochMetric.yPred');
    this.accumulators.targets.append(targets, 'EpochMetric.y');
    this.accumulators.dtypes.set(dtypes);
  }

  protected evaluate({ predictions, targets }: Totals<EpochState>): MaybePromise<Value> {
    this.requireExamples(predictions?.shape[0] ?? 0);
    if (predictions === null || targets === null) throw new ShapeError({ owner: 'EpochMetric', expected: 'targets for the predictions' });
    return this.#computeFn(predictions, targets);
  }
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

function doubles(shape: readonly number[], data: ArrayLike<number>): HostTensor<Float64Array> {
  return { dtype: 'float64', shape, data: Float64Array.from(data) };
}

function isDtypes(value: StateValue): value is readonly string[] | null {
  return value === null || (Array.isArray(value) && value.every((dtype) => typeof dtype === 'string'));
}
