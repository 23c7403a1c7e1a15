import type * as tf from '@tensorflow/tfjs-core';
import type { Totals } from '../accumulators';
import type { ParsedMetricOptions } from '../metric-options';
import { checkVectors } from './pair-inputs';
import { PairMetric } from './pair-metric';
import type { PairMoments } from './pair-moments';
import { PairMomentsAccumulator } from './pair-moments-accumulator';

type MomentsState = { readonly moments: PairMomentsAccumulator };

/** Base of the metrics that follow from means, variances and the covariance of predictions and targets. */
export abstract class MomentsMetric extends PairMetric<MomentsState> {
  protected readonly accumulators: MomentsState = { moments: new PairMomentsAccumulator() };

  constructor(owner: string, options: ParsedMetricOptions) {
    super(owner, checkVectors, options);
  }

  /** The value for at least one pair. */
  protected abstract evaluateMoments(moments: PairMoments): number;

  protected take(yPred: ArrayLike<number>, y: ArrayLike<number>): void {
    this.accumulators.moments.add(yPred, y);
  }

  protected takeOnDevice(yPred: tf.Tensor, y: tf.Tensor): void {
    this.accumulators.moments.addOnDevice(yPred, y);
  }

  protected evaluate({ moments }: Totals<MomentsState>): number {
    this.requireExamples(moments.count);
    return this.evaluateMoments(moments);
  }
}
