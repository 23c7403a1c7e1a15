import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import { ShapeError } from '../../errors';
import { parseOptions } from '../../internal';
import { sameShape } from '../../tensor';
import type { MetricOptions } from '../metric-options';
import { metricOptionShape } from '../metric-options';
import { expOfMinus } from './exponential';
import type { Planned } from './pair-average';
import { PairAverage } from './pair-average';
import { exampleRows } from './rows';
import type { PaddedRows } from './squared-distances';
import { offDiagonal, paddedRows, squaredDistances, squaredDistancesOnDevice } from './squared-distances';

/** Options of `MaximumMeanDiscrepancy`. */
export interface MaximumMeanDiscrepancyOptions extends MetricOptions {
  /** The variance of the kernel, above 0. @default 1 */
  readonly var?: number;
}

const schema = z.strictObject({ ...metricOptionShape, var: z._default(z.number().check(z.gt(0)), 1) });

interface Plan extends Planned {
  readonly rows: number;
  readonly width: number;
}

/** An exponent beyond which the kernel is 0 in single precision. */
const NOTHING = 104;

/**
 * How far two samples are from one distribution, as the mean over batches of their squared mean discrepancy, of which the root is taken:
 * `sqrt(mean(k(x, x')) + mean(k(y, y')) - 2 * mean(k(x, y)))` with `k(a, b) = exp(-|a - b|^2 / (2 * var))`, at least 0.
 *
 * The first two means are over all pairs of different examples of a batch: one example alone gives NaN. Takes `[x, y]` of one shape
 * `[batch, ...]` and any numeric dtype; an example is one vector. The value depends on how the data are split into batches.
 *
 * Source: https://www.jmlr.org/papers/volume13/gretton12a/gretton12a.pdf
 *
 * @throws ShapeError from `update` for different shapes
 * @throws NotComputableError from `compute` before the first batch
 *
 * @example
 * ```ts
 * import { MaximumMeanDiscrepancy } from 'tfjs-ignite/metrics';
 *
 * const discrepancy = new MaximumMeanDiscrepancy();
 * discrepancy.update([[[0], [1]], [[2], [3]]]);
 * const value = await discrepancy.compute();
 * value.toFixed(4); // => '0.8769'
 * ```
 */
export class MaximumMeanDiscrepancy extends PairAverage<Plan> {
  readonly #var: number;

  constructor(options: MaximumMeanDiscrepancyOptions = {}) {
    const { var: variance, ...common } = parseOptions('MaximumMeanDiscrepancy', schema, options);
    super('MaximumMeanDiscrepancy', common, (average) => Math.sqrt(Math.max(average, 0)));
    this.#var = variance;
  }

  protected plan(x: readonly number[], y: readonly number[]): Plan {
    const { outer: rows, length: width } = exampleRows('MaximumMeanDiscrepancy', x);
    if (!sameShape(x, y)) throw new ShapeError({ owner: 'MaximumMeanDiscrepancy', expected: `two samples of one shape, [${x.join(', ')}]`, got: { shape: y } });
    return { count: 1, rows, width };
  }

  protected sumOnHost({ rows, width }: Plan, x: ArrayLike<number>, y: ArrayLike<number>): number {
    const [xs, ys] = [paddedRows(x, rows, width), paddedRows(y, rows, width)];
    const within = 2 * (this.#kernelSum(xs, xs) + this.#kernelSum(ys, ys));
    return within / (rows * (rows - 1)) - (2 * this.#kernelSum(xs, ys)) / (rows * rows);
  }

  /** Over all pairs of rows, or, of one sample, of different rows in one order. */
  #kernelSum(x: PaddedRows, y: PaddedRows): number {
    const distances = squaredDistances(x, y, 2 * this.#var * NOTHING);
    const scale = 0.5 / this.#var;
    let sum = 0;
    for (let i = 0; i < x.rows; i++) {
      const end = i * y.padded + (x === y ? i : y.rows);
      for (let at = i * y.padded; at < end; at++) sum += expOfMinus((distances[at] ?? NaN) * scale);
    }
    return sum;
  }

  protected sumOnDevice({ rows, width }: Plan, x: tf.Tensor, y: tf.Tensor): tf.Tensor | number {
    if (rows < 2) return NaN;
    const others = offDiagonal(2 * rows);
    const both = tf.concat([tf.reshape(x, [rows, width]), tf.reshape(y, [rows, width])], 0);
    const kernel = tf.mul(tf.exp(tf.mul(squaredDistancesOnDevice(both, others), -0.5 / this.#var)), others);
    const sums = tf.sum(tf.reshape(kernel, [2, rows, 2, rows]), [1, 3]);
    const [within, across] = [1 / (rows * (rows - 1)), -1 / (rows * rows)];
    return tf.sum(tf.mul(sums, tf.tensor2d([within, across, across, within], [2, 2])));
  }
}
