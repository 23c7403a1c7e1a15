import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import { ShapeError } from '../../errors';
import { parseOptions } from '../../internal';
import type { MetricOptions } from '../metric-options';
import { metricOptionShape } from '../metric-options';
import { distanceMedian, medianOnDevice } from './distance-median';
import { expOfMinus } from './exponential';
import type { Planned } from './pair-average';
import { PairAverage } from './pair-average';
import { exampleRows } from './rows';
import { offDiagonal, paddedRows, squaredDistances, squaredDistancesOnDevice } from './squared-distances';

/** Options of `HSIC`. */
export interface HSICOptions extends MetricOptions {
  /** The width of the kernel of the predictions, not 0; negative for the median rule. @default -1 */
  readonly sigmaX?: number;
  /** The width of the kernel of the targets, not 0; negative for the median rule. @default -1 */
  readonly sigmaY?: number;
  /** Leaves out batches of fewer than 4 examples, which are refused otherwise. @default true */
  readonly ignoreInvalidBatch?: boolean;
}

const widthSchema = z._default(z.number().check(z.refine((value) => value !== 0, { error: 'a number other than 0' })), -1);
const schema = z.strictObject({ ...metricOptionShape, sigmaX: widthSchema, sigmaY: widthSchema, ignoreInvalidBatch: z._default(z.boolean(), true) });

interface Plan extends Planned {
  readonly rows: number;
  readonly widthX: number;
  readonly widthY: number;
}

/** How many examples the estimate needs. */
const FEWEST = 4;

/**
 * The Hilbert-Schmidt independence criterion of predictions and targets, 0 when they are independent: its unbiased estimate for each batch
 * of `n` examples, at least 0, on average over batches:
 * `(tr(K L) + sum(K) * sum(L) / ((n - 1) * (n - 2)) - 2 * sum(K L) / (n - 2)) / (n * (n - 3))`.
 *
 * `K` and `L` hold `exp(-|a - b|^2 / (2 * sigma^2))` for each two examples of predictions and targets, and 0 on the diagonal. By the median
 * rule `sigma^2` is the median of the batch's whole matrix of squared distances, zeros of the diagonal included; when that is 0, as it is of
 * targets of two classes, the value is NaN.
 *
 * Takes `[yPred, y]`, `[batch, ...]` each, of any numeric dtype; an example is one vector. The value depends on how the data are split
 * into batches.
 *
 * Source: https://jmlr.csail.mit.edu/papers/v13/song12a.html
 *
 * @throws ShapeError from `update` for different numbers of examples, and for too few when `ignoreInvalidBatch` is false
 * @throws NotComputableError from `compute` before the first batch that counts
 *
 * @example
 * ```ts
 * import { HSIC } from 'tfjs-ignite/metrics';
 *
 * const hsic = new HSIC();
 * hsic.update([[[0], [1], [2], [3], [4]], [[0], [1], [4], [9], [16]]]);
 * const value = await hsic.compute();
 * value.toFixed(4); // => '0.0947'
 * ```
 */
export class HSIC extends PairAverage<Plan> {
  readonly #sigmaX: number;
  readonly #sigmaY: number;
  readonly #ignoreInvalidBatch: boolean;

  constructor(options: HSICOptions = {}) {
    const { sigmaX, sigmaY, ignoreInvalidBatch, ...common } = parseOptions('HSIC', schema, options);
    super('HSIC', common);
    this.#sigmaX = sigmaX;
    this.#sigmaY = sigmaY;
    this.#ignoreInvalidBatch = ignoreInvalidBatch;
  }

  protected plan(yPred: readonly number[], y: readonly number[]): Plan | null {
    const { outer: rows, length: widthX } = exampleRows('HSIC.yPred', yPred);
    const { outer, length: widthY } = exampleRows('HSIC.y', y);
    if (rows !== outer) throw new ShapeError({ owner: 'HSIC', expected: `as many targets as predictions, ${rows}`, got: outer });
    if (rows >= FEWEST) return { count: 1, rows, widthX, widthY };
    if (this.#ignoreInvalidBatch) return null;
    throw new ShapeError({ owner: 'HSIC', expected: `a batch of at least ${FEWEST} examples`, got: rows, mend: 'Leave ignoreInvalidBatch at true to skip it.' });
  }

  protected sumOnHost({ rows, widthX, widthY }: Plan, yPred: ArrayLike<number>, y: ArrayLike<number>): number {
    const [k, l] = [kernelOf(yPred, rows, widthX, this.#sigmaX), kernelOf(y, rows, widthY, this.#sigmaY)];
    const [sumsOfK, sumsOfL] = [new Float64Array(rows), new Float64Array(rows)];
    let trace = 0;
    for (let i = 1, pair = 0; i < rows; i++) {
      for (let j = 0; j < i; j++, pair++) {
        const ofK = k[pair] ?? NaN;
        const ofL = l[pair] ?? NaN;
        trace += 2 * ofK * ofL;
        sumsOfK[i] = (sumsOfK[i] ?? NaN) + ofK;
        sumsOfK[j] = (sumsOfK[j] ?? NaN) + ofK;
        sumsOfL[i] = (sumsOfL[i] ?? NaN) + ofL;
        sumsOfL[j] = (sumsOfL[j] ?? NaN) + ofL;
      }
    }
    let [ofK, ofL, ofBoth] = [0, 0, 0];
    for (let i = 0; i < rows; i++) {
      ofK += sumsOfK[i] ?? NaN;
      ofL += sumsOfL[i] ?? NaN;
      ofBoth += (sumsOfK[i] ?? NaN) * (sumsOfL[i] ?? NaN);
    }
    return Math.max((trace + (ofK * ofL) / ((rows - 1) * (rows - 2)) - (2 * ofBoth) / (rows - 2)) / (rows * (rows - 3)), 0);
  }

  protected sumOnDevice({ rows, widthX, widthY }: Plan, yPred: tf.Tensor, y: tf.Tensor): tf.Tensor {
    const others = offDiagonal(rows);
    const k = kernelOnDevice(tf.reshape(yPred, [rows, widthX]), this.#sigmaX, others);
    const l = kernelOnDevice(tf.reshape(y, [rows, widthY]), this.#sigmaY, others);
    const [sumsOfK, sumsOfL] = [tf.sum(k, 1), tf.sum(l, 1)];
    const independent = tf.div(tf.mul(tf.sum(sumsOfK), tf.sum(sumsOfL)), (rows - 1) * (rows - 2));
    const crossed = tf.div(tf.mul(tf.sum(tf.mul(sumsOfK, sumsOfL)), 2), rows - 2);
    return tf.maximum(tf.div(tf.sub(tf.add(tf.sum(tf.mul(k, l)), independent), crossed), rows * (rows - 3)), 0);
  }
}

/** The kernel of each two different rows: of row 1 with 0, of row 2 with 0 and 1, ... */
function kernelOf(values: ArrayLike<number>, rows: number, width: number, sigma: number): Float64Array {
  const all = paddedRows(values, rows, width);
  const distances = squaredDistances(all, all);
  const pairs = new Float64Array((rows * (rows - 1)) / 2);
  for (let i = 1, pair = 0; i < rows; pair += i, i++) pairs.set(distances.subarray(i * all.padded, i * all.padded + i), pair);
  const variance = sigma < 0 ? distanceMedian(pairs.slice(), rows) : sigma ** 2;
  // The diagonal, where 0 is divided by it, would be NaN.
  if (variance === 0) return pairs.fill(NaN);
  const scale = 0.5 / variance;
  for (let pair = 0; pair < pairs.length; pair++) pairs[pair] = expOfMinus((pairs[pair] ?? NaN) * scale);
  return pairs;
}

function kernelOnDevice(rows: tf.Tensor, sigma: number, others: tf.Tensor): tf.Tensor {
  const distances = squaredDistancesOnDevice(rows, others);
  const variance = sigma < 0 ? medianOnDevice(distances) : tf.scalar(sigma ** 2);
  return tf.mul(tf.exp(tf.div(tf.mul(distances, -0.5), variance)), others);
}
