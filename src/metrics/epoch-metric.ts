import type { HostTensor } from '../contracts';
import type { MaybePromise } from '../internal';
import { parseOptions } from '../internal';
import type { AllRows, EpochPairsOptions } from './epoch-pairs';
import { EpochPairs } from './epoch-pairs';
import { checkFunction, epochPairsSchema } from './metric-options';
import { predictionAndTarget } from './output';

/** A function of all predictions and all targets, `[examples]` or `[examples, columns]`, in the order of the updates. */
export type EpochFunction<Value> = (yPred: HostTensor<Float64Array>, y: HostTensor<Float64Array>) => MaybePromise<Value>;

/** Options of `EpochMetric`. */
export type EpochMetricOptions = EpochPairsOptions;

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
export class EpochMetric<Value = number> extends EpochPairs<Value> {
  readonly #computeFn: EpochFunction<Value>;

  constructor(computeFn: EpochFunction<Value>, options: EpochMetricOptions = {}) {
    super({ owner: 'EpochMetric', keys: predictionAndTarget }, parseOptions('EpochMetric', epochPairsSchema, options));
    checkFunction('EpochMetric.computeFn', computeFn);
    this.#computeFn = computeFn;
  }

  protected evaluatePairs(yPred: AllRows, y: AllRows): MaybePromise<Value> {
    return this.#computeFn(yPred, y);
  }
}
