import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import { parseOptions } from '../../internal';
import { metricOptionShape } from '../metric-options';
import type { RankedBatch, Rating, RankingOptions } from './ranking-metric';
import { ascending, lengthSchema, orderable, orderableTensor, RankingMetric, topKSchema } from './ranking-metric';

/** Options of `HitRate`. */
export interface HitRateOptions extends RankingOptions {
  /** How many of the best items are looked at: one length or several, each at least 1. @default 1 */
  readonly topK?: number | readonly number[];
}

const schema = z.strictObject({
  ...metricOptionShape,
  topK: z._default(z.union([lengthSchema, topKSchema], { error: 'a whole number of at least 1, or an array of such' }), 1),
  ignoreZeroHits: z._default(z.boolean(), true),
});

/**
 * The share of users who find a relevant item among the `k` items with the best scores: `users with rank ≤ k / users`, where `rank` is
 * the place of a user's first relevant item in the order of falling scores.
 *
 * Takes scores `yPred` and relevance `y`, both `[batch, items]`, any dtype; an item is relevant when its `y` is above 0. Of equal scores
 * the first item comes first, and NaN counts as the largest score. The value has an entry for each `k`, in ascending order.
 *
 * Source: https://en.wikipedia.org/wiki/Evaluation_measures_(information_retrieval)
 *
 * @throws ShapeError from `update` for other shapes, and for a `k` above the number of items
 * @throws NotComputableError from `compute` before the first user who counts
 *
 * @example
 * ```ts
 * import { HitRate } from 'tfjs-ignite/metrics';
 *
 * const hitRate = new HitRate({ topK: [1, 2] });
 * hitRate.update([[[4, 2, 3, 1], [1, 2, 3, 4]], [[0, 0, 1, 1], [0, 0, 0, 1]]]);
 * hitRate.compute(); // => [ 0.5, 1 ]
 * ```
 */
export class HitRate extends RankingMetric {
  constructor(options: HitRateOptions = {}) {
    const { topK, ...common } = parseOptions('HitRate', schema, options);
    super('HitRate', hits(ascending(typeof topK === 'number' ? [topK] : topK)), common);
  }
}

function hits(topK: readonly number[]): Rating {
  return {
    topK,
    mayExceedItems: false,
    onHost: (batch) => countHits(batch, topK),
    onDevice: (scores, relevance) => {
      const { ahead, isRelevant } = countAhead(orderableTensor(scores), tf.greater(relevance, 0));
      const sums = topK.map((k) => tf.sum(tf.cast(tf.logicalAnd(isRelevant, tf.less(ahead, k)), 'float32')));
      return { sums: tf.stack(sums), relevantUsers: tf.sum(tf.cast(isRelevant, 'float32')) };
    },
  };
}

/** A user has a hit among the first `k` when fewer than `k` items come before the best relevant one: nothing has to be sorted. */
function countHits({ users, items, scores, relevance }: RankedBatch, topK: readonly number[]): { sums: Float64Array; relevantUsers: number } {
  const { data } = relevance;
  const sums = new Float64Array(topK.length);
  let relevantUsers = 0;
  for (let start = 0; start < users * items; start += items) {
    let best = -1;
    let bestScore = -Infinity;
    for (let item = 0; item < items; item++) {
      if (!((data[start + item] ?? NaN) > 0)) continue;
      const score = orderable(scores[start + item] ?? NaN);
      if (best >= 0 && !(score > bestScore)) continue;
      best = item;
      bestScore = score;
    }
    if (best < 0) continue;
    relevantUsers++;
    let ahead = 0;
    for (let item = 0; item < items; item++) {
      const score = orderable(scores[start + item] ?? NaN);
      if (score > bestScore || (score === bestScore && item < best)) ahead++;
    }
    for (let place = 0; place < topK.length; place++) if (ahead < (topK[place] ?? 0)) sums[place] = (sums[place] ?? 0) + 1;
  }
  return { sums, relevantUsers };
}

/** Of each row the number of items before the best relevant one, and whether there is one. */
function countAhead(scores: tf.Tensor, relevant: tf.Tensor): { ahead: tf.Tensor; isRelevant: tf.Tensor } {
  const items = scores.shape[1] ?? 0;
  const places = tf.range(0, items, 1, 'float32');
  const bestScore = tf.max(tf.where(relevant, scores, -Infinity), 1, true);
  const isBest = tf.logicalAnd(relevant, tf.equal(scores, bestScore));
  const best = tf.min(tf.where(isBest, places, items), 1, true);
  const isAhead = tf.logicalOr(tf.greater(scores, bestScore), tf.logicalAnd(tf.equal(scores, bestScore), tf.less(places, best)));
  return { ahead: tf.sum(tf.cast(isAhead, 'float32'), 1), isRelevant: tf.any(relevant, 1) };
}
