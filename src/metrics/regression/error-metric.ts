import * as tf from '@tensorflow/tfjs-core';
import { NotComputableError } from '../../errors';
import type { ScalarAccumulator, Totals } from '../accumulators';
import { scalar } from '../accumulators';
import type { MetricOptions } from '../metric-options';
import { parseMetricOptions } from '../metric-options';
import type { PairError } from './pair-error';
import { errorsOnDevice, sumOfErrors } from './pair-error';
import type { PairCheck } from './pair-inputs';
import { checkVectors } from './pair-inputs';
import { PairMetric } from './pair-metric';

/** How a metric of added errors is defined. */
export interface ErrorMetricDefinition {
  /** Its name in error messages. */
  readonly owner: string;
  readonly error: PairError;
  /** The sum of the errors, which is 0 before the first example, or that divided by the number of examples. @default 'mean' */
  readonly value?: 'sum' | 'mean';
  /** What is made of the sum or the mean. */
  readonly finish?: (value: number) => number;
  /** @default checkVectors */
  readonly check?: PairCheck;
  /** Whether targets of 0 are refused. @default false */
  readonly refusesZeroTargets?: boolean;
}

type ErrorState = {
  readonly total: ScalarAccumulator;
  readonly examples: ScalarAccumulator;
  /** How many targets of 0 only a device has seen: `compute` has to report them. */
  readonly zeroTargets: ScalarAccumulator;
};

/** Base of the metrics that are the sum or the mean of an error of each pair. */
export abstract class ErrorMetric extends PairMetric<ErrorState> {
  protected readonly accumulators: ErrorState = { total: scalar(), examples: scalar(), zeroTargets: scalar() };
  readonly #definition: ErrorMetricDefinition;

  constructor(definition: ErrorMetricDefinition, options: MetricOptions) {
    super(definition.owner, definition.check ?? checkVectors, parseMetricOptions(definition.owner, options));
    this.#definition = definition;
  }

  protected take(yPred: ArrayLike<number>, y: ArrayLike<number>, examples: number): void {
    const { error, refusesZeroTargets } = this.#definition;
    const total = sumOfErrors(error, yPred, y);
    // Divided by a target of 0 an error is infinite or NaN, and with it the sum: a finite one spares the search.
    if (refusesZeroTargets === true && !Number.isFinite(total) && Array.prototype.includes.call(y, 0)) throw this.#zeroTarget();
    this.accumulators.total.add(total);
    this.accumulators.examples.add(examples);
  }

  protected takeOnDevice(yPred: tf.Tensor, y: tf.Tensor, examples: number): void {
    const { error, refusesZeroTargets } = this.#definition;
    if (refusesZeroTargets === true) this.accumulators.zeroTargets.add(tf.sum(tf.cast(tf.equal(y, 0), 'float32')));
    this.accumulators.total.add(tf.sum(errorsOnDevice(error, yPred, y)));
    this.accumulators.examples.add(examples);
  }

  protected evaluate({ total, examples, zeroTargets }: Totals<ErrorState>): number {
    const { value = 'mean', finish } = this.#definition;
    if (zeroTargets > 0) throw this.#zeroTarget();
    if (value === 'mean') this.requireExamples(examples);
    const result = value === 'mean' ? total / examples : total;
    return finish === undefined ? result : finish(result);
  }

  #zeroTarget(): NotComputableError {
    return new NotComputableError({ owner: this.owner, expected: 'targets other than 0, by which errors are divided', mend: 'Leave such examples out with outputTransform.' });
  }
}
