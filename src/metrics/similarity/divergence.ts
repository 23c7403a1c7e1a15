import type * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import { ShapeError } from '../../errors';
import { parseOptions } from '../../internal';
import { sameShape } from '../../tensor';
import type { AxisLayout, MetricOptions } from '../metric-options';
import { layoutSchema, metricOptionShape } from '../metric-options';
import type { ArrayInput } from '../numbers';
import { isFasterOnDevice } from '../numbers';
import type { Planned } from './pair-average';
import { PairAverage } from './pair-average';
import type { Rows } from './rows';
import { classRows } from './rows';
import type { SoftmaxTensors } from './softmax-row';
import { SoftmaxRow, softmaxTensors } from './softmax-row';

/** Options of metrics of logits. */
export interface LogitOptions extends MetricOptions {
  /** Where the class axis is: last, or second. @default 'NHWC' */
  readonly layout?: AxisLayout;
}

/** The schema of `LogitOptions`. */
export const logitSchema = z.strictObject({ ...metricOptionShape, layout: layoutSchema });

type Plan = Planned & Rows;

/** Base of `KLDivergence` and `JSDivergence`: how far predicted distributions are from the actual ones, on average over positions. */
export abstract class Divergence extends PairAverage<Plan> {
  readonly #layout: AxisLayout;

  constructor(owner: string, options: LogitOptions) {
    const { layout, ...common } = parseOptions(owner, logitSchema, options);
    super(owner, common);
    this.#layout = layout;
  }

  /** Of the distribution `actual` from `predicted`. */
  protected abstract between(actual: SoftmaxRow, predicted: SoftmaxRow): number;

  /** The sum over all positions, along an axis each. */
  protected abstract sumBetween(actual: SoftmaxTensors, predicted: SoftmaxTensors, axis: number): tf.Tensor;

  protected override goesOnDevice(yPred: ArrayInput, y: ArrayInput): boolean {
    return isFasterOnDevice(yPred, y);
  }

  protected plan(yPred: readonly number[], y: readonly number[]): Plan {
    if (!sameShape(yPred, y)) throw new ShapeError({ owner: this.owner, expected: `logits of the predictions' shape [${yPred.join(', ')}]`, got: { shape: y } });
    const rows = classRows(this.owner, yPred, this.#layout);
    return { ...rows, count: rows.outer * rows.inner };
  }

  protected sumOnHost({ outer, length, inner }: Plan, yPred: ArrayLike<number>, y: ArrayLike<number>): number {
    const [predicted, actual] = [new SoftmaxRow(length), new SoftmaxRow(length)];
    let total = 0;
    for (let row = 0; row < outer * inner; row++) {
      const start = Math.floor(row / inner) * length * inner + (row % inner);
      predicted.fill(yPred, start, inner);
      actual.fill(y, start, inner);
      total += this.between(actual, predicted);
    }
    return total;
  }

  protected sumOnDevice({ axis }: Plan, yPred: tf.Tensor, y: tf.Tensor): tf.Tensor {
    return this.sumBetween(softmaxTensors(y, axis), softmaxTensors(yPred, axis), axis);
  }
}
