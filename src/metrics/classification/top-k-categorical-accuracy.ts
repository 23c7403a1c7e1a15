import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import { ShapeError } from '../../errors';
import type { MaybePromise } from '../../internal';
import { andThen, parseOptions } from '../../internal';
import type { ScalarAccumulator, Totals } from '../accumulators';
import { scalar } from '../accumulators';
import { Metric } from '../metric';
import type { MetricOptions } from '../metric-options';
import { metricOptionShape } from '../metric-options';
import type { ArrayInput } from '../numbers';
import { asTensor, isOnDevice, readAll } from '../numbers';
import { predictionAndTarget } from '../output';

/** Options of `TopKCategoricalAccuracy`. */
export interface TopKCategoricalAccuracyOptions extends MetricOptions {
  /** Among how many of the largest scores the target's has to be: at least 1, at most the number of classes. @default 5 */
  readonly k?: number;
}

type TopKState = { readonly correct: ScalarAccumulator; readonly examples: ScalarAccumulator };

const OWNER = 'TopKCategoricalAccuracy';

const schema = z.strictObject({ ...metricOptionShape, k: z._default(z.int().check(z.gte(1)), 5) });

/**
 * The share of examples whose target is among the `k` classes with the largest scores: `correct / examples`.
 *
 * Takes scores `[batch, classes]` and targets `[batch]` or `[batch, 1]`, any dtype. Of equal scores the first ones count as larger, NaN counts as the largest. A
 * target that is no class is never found.
 *
 * Source: https://scikit-learn.org/stable/modules/model_evaluation.html#top-k-accuracy-score
 *
 * @throws ShapeError from `update` for other shapes and fewer than `k` classes
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { TopKCategoricalAccuracy } from 'tfjs-ignite/metrics';
 *
 * const top2 = new TopKCategoricalAccuracy({ k: 2 });
 * top2.update([[[0.7, 0.2, 0.1], [0.2, 0.3, 0.5]], [1, 0]]);
 * top2.compute(); // => 0.5
 * ```
 */
export class TopKCategoricalAccuracy extends Metric<number, readonly [ArrayInput, ArrayInput], TopKState> {
  protected readonly accumulators: TopKState = { correct: scalar(), examples: scalar() };
  readonly #k: number;

  constructor(options: TopKCategoricalAccuracyOptions = {}) {
    const { k, ...common } = parseOptions(OWNER, schema, options);
    super({ owner: OWNER, keys: predictionAndTarget }, common);
    this.#k = k;
  }

  update(output: readonly [ArrayInput, ArrayInput]): MaybePromise<void> {
    const [yPred, y] = output;
    if (isOnDevice(yPred, y)) {
      tf.tidy(() => {
        const [scores, targets] = [asTensor(yPred, `${OWNER}.yPred`), asTensor(y, `${OWNER}.y`)];
        const [batch, classes] = this.#checked(scores.shape, targets.shape);
        this.#take(batch, hitsOnDevice(this.#k, classes, scores, targets));
      });
      return;
    }
    return andThen(readAll([yPred, y], OWNER), ([scores, targets]) => {
      const [batch, classes] = this.#checked(scores.shape, targets.shape);
      this.#take(batch, countHits(this.#k, classes, scores.data, targets.data));
    });
  }

  #checked(yPred: readonly number[], y: readonly number[]): [batch: number, classes: number] {
    const [batch = 0, classes = 0] = yPred;
    const isPair = yPred.length === 2 && y[0] === batch && (y.length === 1 || (y.length === 2 && y[1] === 1));
    if (!isPair) throw new ShapeError({ owner: OWNER, expected: 'yPred [batch, classes] and y [batch]', got: [yPred, y] });
    if (classes < this.#k) throw new ShapeError({ owner: OWNER, expected: `at least ${this.#k} classes, as k says`, got: { shape: yPred } });
    return [batch, classes];
  }

  #take(batch: number, correct: number | tf.Tensor): void {
    this.accumulators.correct.add(correct);
    this.accumulators.examples.add(batch);
  }

  protected evaluate({ correct, examples }: Totals<TopKState>): number {
    this.requireExamples(examples);
    return correct / examples;
  }
}

/** Nothing has to be sorted: it is enough to count the scores that come before the target's. */
function countHits(k: number, classes: number, scores: ArrayLike<number>, y: ArrayLike<number>): number {
  let hits = 0;
  for (let row = 0; row < y.length; row++) {
    const target = y[row] ?? NaN;
    if (!Number.isInteger(target) || target < 0 || target >= classes) continue;
    const start = row * classes;
    const own = scores[start + target] ?? NaN;
    const score = Number.isNaN(own) ? Infinity : own;
    let larger = 0;
    // Negated, so that NaN is among the larger ones.
    for (let at = start; at < start + target; at++) if (!((scores[at] ?? NaN) < score)) larger++;
    if (score < Infinity) for (let at = start + target + 1; at < start + classes; at++) if (!((scores[at] ?? NaN) <= score)) larger++;
    if (larger < k) hits++;
  }
  return hits;
}

function hitsOnDevice(k: number, classes: number, yPred: tf.Tensor, y: tf.Tensor): tf.Tensor {
  const labels = tf.range(0, classes);
  const targets = tf.reshape(tf.cast(y, 'float32'), [-1, 1]);
  const given = tf.cast(yPred, 'float32');
  const scores = tf.where(tf.isNaN(given), tf.fill(given.shape, Infinity), given);
  const isTarget = tf.equal(labels, targets);
  const own = tf.sum(tf.where(isTarget, scores, tf.zerosLike(scores)), 1, true);
  const isLarger = tf.logicalOr(tf.greater(scores, own), tf.logicalAnd(tf.equal(scores, own), tf.less(labels, targets)));
  const larger = tf.sum(tf.cast(isLarger, 'float32'), 1);
  return tf.sum(tf.cast(tf.logicalAnd(tf.less(larger, k), tf.any(isTarget, 1)), 'float32'));
}
