import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import { parseOptions } from '../../internal';
import { metricOptionShape } from '../metric-options';
import type { RankedBatch, Rating, RankingOptions } from './ranking-metric';
import { ascending, orderable, orderableTensor, RankingMetric, topKSchema } from './ranking-metric';
import { topItems } from './top-items';

/** Options of `NDCG`. */
export interface NDCGOptions extends RankingOptions {
  /** How many of the best items are looked at: at least one length, each at least 1. Lists end where the items end. */
  readonly topK: readonly number[];
  /** From which `y` on an item is relevant; others gain nothing. @default 1 */
  readonly relevanceThreshold?: number;
  /** What a relevant item gains: `2^y - 1`, or `y`. @default 'exp_rank' */
  readonly gainFunction?: 'exp_rank' | 'linear_rank';
}

const schema = z.strictObject({
  ...metricOptionShape,
  topK: topKSchema,
  ignoreZeroHits: z._default(z.boolean(), true),
  relevanceThreshold: z._default(z.number(), 1),
  gainFunction: z._default(z.enum(['exp_rank', 'linear_rank']), 'exp_rank'),
});

/**
 * The normalised discounted cumulative gain of the `k` items with the best scores: the mean over the users of `DCG / ideal DCG`, where
 * `DCG = Σ gain_i / log2(i + 1)` over the places `i` = 1 to `k` in the order of falling scores, and the ideal one in the order of falling `y`.
 * Where the ideal one is not above 0, the quotient is 0.
 *
 * Takes scores `yPred` and relevance `y`, both `[batch, items]`, any dtype. Of equal scores the first item comes first, and NaN counts as the
 * largest score. The value has an entry for each `k`, in ascending order.
 *
 * Source: https://en.wikipedia.org/wiki/Discounted_cumulative_gain
 *
 * @throws ShapeError from `update` for other shapes
 * @throws NotComputableError from `compute` before the first user who counts
 *
 * @example
 * ```ts
 * import { NDCG } from 'tfjs-ignite/metrics';
 *
 * const ndcg = new NDCG({ topK: [1, 3] });
 * ndcg.update([[[4, 2, 3, 1], [1, 2, 3, 4]], [[0, 0, 1, 0], [0, 0, 0, 3]]]);
 * (await ndcg.compute()).map((value) => value.toFixed(3)); // => [ '0.500', '0.815' ]
 * ```
 */
export class NDCG extends RankingMetric {
  constructor(options: NDCGOptions) {
    const { topK, relevanceThreshold, gainFunction, ...common } = parseOptions('NDCG', schema, options);
    super('NDCG', discountedGains(ascending(topK), { relevanceThreshold, gainFunction }), common);
  }
}

interface Gains {
  readonly relevanceThreshold: number;
  readonly gainFunction: 'exp_rank' | 'linear_rank';
}

function discountedGains(topK: readonly number[], gains: Gains): Rating {
  return {
    topK,
    mayExceedItems: true,
    onHost: (batch) => sumRatios(batch, topK, gains),
    onDevice: (scores, relevance) => {
      const isRelevant = tf.greaterEqual(relevance, gains.relevanceThreshold);
      const gained = tf.where(isRelevant, gains.gainFunction === 'exp_rank' ? tf.sub(tf.pow(2, relevance), 1) : relevance, 0);
      // Both orders at once: gains fall where relevance falls.
      const places = Math.min(topK.at(-1) ?? 0, scores.shape[1] ?? 0);
      const inOrder = inRankOrder(tf.concat([orderableTensor(scores), gained]), tf.concat([gained, gained]), places);
      const [dcg, ideal] = tf.split(tf.matMul(inOrder, discounts(topK, places)), 2) as [tf.Tensor, tf.Tensor]; // two halves
      const ratios = tf.where(tf.greater(ideal, 0), tf.div(dcg, ideal), 0);
      return { sums: tf.sum(ratios, 0), relevantUsers: tf.sum(tf.cast(tf.any(isRelevant, 1), 'float32')) };
    },
  };
}

function sumRatios({ users, items, scores, relevance }: RankedBatch, topK: readonly number[], gains: Gains): { sums: Float64Array; relevantUsers: number } {
  const isExp = gains.gainFunction === 'exp_rank';
  // A threshold that no float32 has, such as 0.7, is meant to include the float32 next to it.
  const threshold = relevance.dtype === 'float32' ? Math.fround(gains.relevanceThreshold) : gains.relevanceThreshold;
  const [keys, gained] = [new Float64Array(items), new Float64Array(items)];
  const order = new Int32Array(Math.min(topK.at(-1) ?? 0, items));
  const weights = Float64Array.from(order, (_, place) => 1 / Math.log2(place + 2));
  const [found, ideal] = [new Float64Array(topK.length), new Float64Array(topK.length)];
  const sums = new Float64Array(topK.length);
  let relevantUsers = 0;
  for (let start = 0; start < users * items; start += items) {
    let isRelevantUser = false;
    for (let item = 0; item < items; item++) {
      const value = relevance.data[start + item] ?? NaN;
      const isRelevant = value >= threshold;
      gained[item] = isRelevant ? (isExp ? 2 ** value - 1 : value) : 0;
      if (isRelevant) isRelevantUser = true;
      keys[item] = orderable(scores[start + item] ?? NaN);
    }
    // Without a relevant item all gains are 0, and so is the quotient.
    if (!isRelevantUser) continue;
    relevantUsers++;
    topItems(keys, order);
    cumulate(gained, order, weights, topK, found);
    topItems(gained, order);
    cumulate(gained, order, weights, topK, ideal);
    for (let place = 0; place < topK.length; place++) {
      const best = ideal[place] ?? NaN;
      if (best > 0) sums[place] = (sums[place] ?? 0) + (found[place] ?? NaN) / best;
    }
  }
  return { sums, relevantUsers };
}

/** Writes the discounted gains up to each `k` to `totals`. */
function cumulate(gained: Float64Array, order: Int32Array, weights: Float64Array, topK: readonly number[], totals: Float64Array): void {
  let total = 0;
  let place = 0;
  for (let index = 0; index < topK.length; index++) {
    const end = Math.min(topK[index] ?? 0, order.length);
    for (; place < end; place++) total += (gained[order[place] ?? 0] ?? NaN) * (weights[place] ?? NaN);
    totals[index] = total;
  }
}

/**
 * The `count` values of each row with the largest keys, in the order of falling keys; of equal ones the first comes first.
 *
 * One item after the other is taken out: `tf.topk` reads its input on webgl, and comparing all pairs would need the square of the memory.
 * `tf.argMax` does not give the first of equal ones on webgpu.
 */
function inRankOrder(keys: tf.Tensor, values: tf.Tensor, count: number): tf.Tensor {
  const items = keys.shape[1] ?? 0;
  const numbers = tf.range(0, items, 1, 'float32');
  // Items that are taken are below all others, so others must be finite.
  let left = tf.maximum(keys, LOWEST);
  const columns: tf.Tensor[] = [];
  for (let place = 0; place < count; place++) {
    const isLargest = tf.equal(left, tf.max(left, 1, true));
    const isChosen = tf.equal(tf.min(tf.where(isLargest, numbers, items), 1, true), numbers);
    columns.push(tf.sum(tf.where(isChosen, values, 0), 1));
    left = tf.where(isChosen, -Infinity, left);
  }
  return tf.stack(columns, 1);
}

/** The lowest finite float32. */
const LOWEST = -3.4028234663852886e38;

/** What each place counts for each `k`, `[places, topK.length]`. */
function discounts(topK: readonly number[], places: number): tf.Tensor2D {
  return tf.tensor2d(Array.from({ length: places }, (_, place) => topK.map((k) => (place < k ? 1 / Math.log2(place + 2) : 0))));
}
