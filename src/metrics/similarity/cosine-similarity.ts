import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import { ShapeError } from '../../errors';
import { parseOptions } from '../../internal';
import type { MetricOptions } from '../metric-options';
import { metricOptionShape } from '../metric-options';
import type { Planned } from './pair-average';
import { PairAverage } from './pair-average';
import type { Rows } from './rows';
import { exampleRows } from './rows';

/** Options of `CosineSimilarity`. */
export interface CosineSimilarityOptions extends MetricOptions {
  /** What a norm is at least, so that nothing is divided by 0; not negative. @default 1e-8 */
  readonly eps?: number;
}

const schema = z.strictObject({ ...metricOptionShape, eps: z._default(z.number().check(z.gte(0)), 1e-8) });

type Plan = Planned & Rows;

/**
 * The mean over examples of the cosine of the angle between prediction and target: `yPred . y / (max(|yPred|, eps) * max(|y|, eps))`.
 *
 * Takes `[yPred, y]`, both `[batch, ...]` with as many elements for each example, of any numeric dtype; an example is one vector.
 *
 * Source: https://en.wikipedia.org/wiki/Cosine_similarity
 *
 * @throws ShapeError from `update` for shapes that do not go together
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { CosineSimilarity } from 'tfjs-ignite/metrics';
 *
 * const similarity = new CosineSimilarity();
 * similarity.update([[[3, 4], [1, 0]], [[4, 3], [0, 2]]]);
 * similarity.compute(); // => 0.48
 * ```
 */
export class CosineSimilarity extends PairAverage<Plan> {
  readonly #eps: number;

  constructor(options: CosineSimilarityOptions = {}) {
    const { eps, ...common } = parseOptions('CosineSimilarity', schema, options);
    super('CosineSimilarity', common);
    this.#eps = eps;
  }

  protected plan(yPred: readonly number[], y: readonly number[]): Plan {
    const rows = exampleRows('CosineSimilarity.yPred', yPred);
    const others = exampleRows('CosineSimilarity.y', y);
    if (rows.outer !== others.outer || rows.length !== others.length) {
      throw new ShapeError({ owner: 'CosineSimilarity', expected: `targets of the predictions' shape [${yPred.join(', ')}]`, got: { shape: y } });
    }
    return { ...rows, count: rows.outer };
  }

  protected sumOnHost({ outer, length }: Plan, yPred: ArrayLike<number>, y: ArrayLike<number>): number {
    let total = 0;
    for (let row = 0; row < outer; row++) {
      let dot = 0;
      let predicted = 0;
      let actual = 0;
      for (let at = row * length; at < (row + 1) * length; at++) {
        const a = yPred[at] ?? NaN;
        const b = y[at] ?? NaN;
        dot += a * b;
        predicted += a * a;
        actual += b * b;
      }
      total += dot / (Math.max(Math.sqrt(predicted), this.#eps) * Math.max(Math.sqrt(actual), this.#eps));
    }
    return total;
  }

  protected sumOnDevice({ outer, length }: Plan, yPred: tf.Tensor, y: tf.Tensor): tf.Tensor {
    const [a, b] = [tf.reshape(yPred, [outer, length]), tf.reshape(y, [outer, length])];
    const norm = (rows: tf.Tensor): tf.Tensor => tf.maximum(tf.sqrt(tf.sum(tf.square(rows), 1)), this.#eps);
    return tf.sum(tf.div(tf.div(tf.sum(tf.mul(a, b), 1), norm(a)), norm(b)));
  }
}
