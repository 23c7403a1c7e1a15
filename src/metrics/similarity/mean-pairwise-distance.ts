import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import { ShapeError } from '../../errors';
import { parseOptions } from '../../internal';
import { sameShape } from '../../tensor';
import type { MetricOptions } from '../metric-options';
import { metricOptionShape } from '../metric-options';
import { sizeOf } from '../numbers';
import type { Norm } from './norm';
import { normOf } from './norm';
import type { Planned } from './pair-average';
import { PairAverage } from './pair-average';

/** Options of `MeanPairwiseDistance`. */
export interface MeanPairwiseDistanceOptions extends MetricOptions {
  /** The degree of the norm: any number, `Infinity` for the largest difference, 0 for how many differ. @default 2 */
  readonly p?: number;
  /** What is added to each difference, with its sign. @default 1e-6 */
  readonly eps?: number;
}

const schema = z.strictObject({
  ...metricOptionShape,
  p: z._default(z.custom<number>((value) => typeof value === 'number' && !Number.isNaN(value), { error: 'a number' }), 2),
  eps: z._default(z.number(), 1e-6),
});

interface Plan extends Planned {
  readonly rows: number;
  readonly length: number;
}

/**
 * The mean over examples of the distance between prediction and target: `(sum |yPred - y + eps|^p)^(1/p)` along the last axis.
 *
 * Takes `[yPred, y]` of one shape `[batch, width]` and any numeric dtype. With axes between the two, the distances of an example add up.
 *
 * Source: https://en.wikipedia.org/wiki/Minkowski_distance
 *
 * @throws ShapeError from `update` for different shapes
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { MeanPairwiseDistance } from 'tfjs-ignite/metrics';
 *
 * const distance = new MeanPairwiseDistance({ eps: 0 });
 * distance.update([[[0, 0], [1, 1]], [[3, 4], [1, 2]]]);
 * distance.compute(); // => 3
 * ```
 */
export class MeanPairwiseDistance extends PairAverage<Plan> {
  readonly #norm: Norm;
  readonly #eps: number;

  constructor(options: MeanPairwiseDistanceOptions = {}) {
    const { p, eps, ...common } = parseOptions('MeanPairwiseDistance', schema, options);
    super('MeanPairwiseDistance', common);
    this.#norm = normOf(p);
    this.#eps = eps;
  }

  protected plan(yPred: readonly number[], y: readonly number[]): Plan {
    const [count, length] = [yPred[0], yPred.at(-1)];
    if (count === undefined || length === undefined || !sameShape(yPred, y)) {
      throw new ShapeError({ owner: 'MeanPairwiseDistance', expected: 'predictions and targets of one shape [batch, width]', got: { yPred, y } });
    }
    return { count, length, rows: sizeOf(yPred.slice(0, -1)) };
  }

  protected sumOnHost({ rows, length }: Plan, yPred: ArrayLike<number>, y: ArrayLike<number>): number {
    let total = 0;
    for (let row = 0; row < rows; row++) total += this.#norm.onHost(yPred, y, this.#eps, row * length, (row + 1) * length);
    return total;
  }

  protected sumOnDevice({ rows, length }: Plan, yPred: tf.Tensor, y: tf.Tensor): tf.Tensor {
    return tf.sum(this.#norm.onDevice(tf.reshape(tf.abs(tf.add(tf.sub(yPred, y), this.#eps)), [rows, length])));
  }
}
