import type { AllRows } from '../epoch-pairs';
import { EpochPairs } from '../epoch-pairs';
import type { MetricOptions } from '../metric-options';
import { parseMetricOptions } from '../metric-options';
import { predictionAndTarget } from '../output';
import type { PairError } from './pair-error';
import { errorsOf } from './pair-error';
import type { PairCheck } from './pair-inputs';

/** How a metric of all errors together is defined. */
export interface EveryErrorDefinition {
  /** Its name in error messages. */
  readonly owner: string;
  /** The error of a pair; `relative` divides `abs(y - p)` by the target's distance from the mean of all targets. */
  readonly error: PairError | 'relative';
  readonly check: PairCheck;
  /** What the errors come to; they may be changed. */
  summary(errors: Float64Array): number;
}

/** Base of the metrics that need the errors of all pairs at once, such as a median. */
export abstract class EveryErrorMetric extends EpochPairs<number> {
  readonly #definition: EveryErrorDefinition;

  constructor(definition: EveryErrorDefinition, options: MetricOptions) {
    const { owner, check } = definition;
    super({ owner, keys: predictionAndTarget, check: (yPred, y) => check(owner, yPred, y) }, { ...parseMetricOptions(owner, options), checkComputeFn: false });
    this.#definition = definition;
  }

  protected evaluatePairs(yPred: AllRows, y: AllRows): number {
    const { error } = this.#definition;
    const of: PairError = error === 'relative' ? { of: 'absolute', over: 'targetMagnitude', plus: -mean(y.data) } : error;
    return this.#definition.summary(errorsOf(of, yPred.data, y.data));
  }
}

/** The median; of an even number of values the mean of the middle two. NaN counts as the largest. Sorts the values. */
export function median(values: Float64Array): number {
  values.sort();
  const middle = values.length >> 1;
  const upper = values[middle] ?? NaN;
  return values.length % 2 === 1 ? upper : ((values[middle - 1] ?? NaN) + upper) / 2;
}

/** The geometric mean. */
export function geometricMean(values: Float64Array): number {
  let total = 0;
  for (let index = 0; index < values.length; index++) total += Math.log(values[index] ?? NaN);
  return Math.exp(total / values.length);
}

/** The mean, by way of the distances from the first value: of equal values it is that value, to the bit. */
function mean(values: Float64Array): number {
  const first = values[0] ?? NaN;
  let total = 0;
  for (let index = 0; index < values.length; index++) total += (values[index] ?? NaN) - first;
  return first + total / values.length;
}
