import * as tf from '@tensorflow/tfjs-core';
import type { MaybePromise } from '../../internal';
import { andThen } from '../../internal';
import type { ScalarAccumulator, Totals } from '../accumulators';
import { scalar } from '../accumulators';
import { Metric } from '../metric';
import type { ParsedMetricOptions } from '../metric-options';
import type { ArrayInput } from '../numbers';
import { asFloats, asTensor, isOnDevice, readAll } from '../numbers';
import { predictionAndTarget } from '../output';

/** What is known of a batch from its shapes. */
export interface Planned {
  /** For how much it counts in the average. */
  readonly count: number;
}

type AverageState = { readonly sum: ScalarAccumulator; readonly count: ScalarAccumulator };

/** Base of metrics that average a function of two inputs over examples or batches: `finish(sum / count)`. */
export abstract class PairAverage<Plan extends Planned> extends Metric<number, readonly [ArrayInput, ArrayInput], AverageState> {
  protected readonly accumulators: AverageState = { sum: scalar(), count: scalar() };
  readonly #finish: (average: number) => number;

  constructor(owner: string, options: ParsedMetricOptions, finish: (average: number) => number = (average) => average) {
    super({ owner, keys: predictionAndTarget }, options);
    this.#finish = finish;
  }

  /** Refuses shapes that do not go together; `null` leaves a batch out. */
  protected abstract plan(yPred: readonly number[], y: readonly number[]): Plan | null;

  /** What a batch adds to the sum. */
  protected abstract sumOnHost(plan: Plan, yPred: ArrayLike<number>, y: ArrayLike<number>): number;

  /** The same on the device. */
  protected abstract sumOnDevice(plan: Plan, yPred: tf.Tensor, y: tf.Tensor): tf.Tensor | number;

  /** Whether `sumOnDevice` is taken. */
  protected goesOnDevice(yPred: ArrayInput, y: ArrayInput): boolean {
    return isOnDevice(yPred, y);
  }

  update(output: readonly [ArrayInput, ArrayInput]): MaybePromise<void> {
    const [yPred, y] = output;
    if (this.goesOnDevice(yPred, y)) {
      tf.tidy(() => {
        const [predictions, targets] = [asTensor(yPred, `${this.owner}.yPred`), asTensor(y, `${this.owner}.y`)];
        const plan = this.plan(predictions.shape, targets.shape);
        if (plan !== null) this.#take(plan, this.sumOnDevice(plan, asFloats(predictions), asFloats(targets)));
      });
      return;
    }
    return andThen(readAll([yPred, y], this.owner), ([predictions, targets]) => {
      const plan = this.plan(predictions.shape, targets.shape);
      if (plan !== null) this.#take(plan, this.sumOnHost(plan, predictions.data, targets.data));
    });
  }

  #take({ count }: Plan, sum: tf.Tensor | number): void {
    this.accumulators.sum.add(sum);
    this.accumulators.count.add(count);
  }

  protected evaluate({ sum, count }: Totals<AverageState>): number {
    this.requireExamples(count);
    return this.#finish(sum / count);
  }
}
