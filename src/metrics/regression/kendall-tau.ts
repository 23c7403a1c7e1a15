import type { Ranks } from './ranks';
import { averageRanks, hasNaN } from './ranks';

/** How ties and different numbers of distinct values are made up for. */
export type KendallVariant = 'b' | 'c';

/**
 * Kendall's tau of two series of one length, in O(n log n). NaN for a series of equal values, and when some value is NaN.
 */
export function kendallTau(first: Float64Array, second: Float64Array, variant: KendallVariant): number {
  if (hasNaN(first) || hasNaN(second)) return NaN;
  const { length } = first;
  const pairs = pairsAmong(length);
  // Twice an average rank is a whole number, so that two of them make one key: sorted by the first, then by the second.
  const [x, y] = [doubledRanks(first), doubledRanks(second)];
  const base = 2 * length + 1;
  const keys = x.ofEach.map((rank, index) => rank * base + (y.ofEach[index] ?? NaN)).sort();
  const [tiesX, tiesY, tiesBoth] = [ties(x.sorted), ties(y.sorted), ties(keys)];
  if (tiesX.pairs === pairs || tiesY.pairs === pairs) return NaN;
  const secondInOrder = Int32Array.from(keys, (key, index) => key - (x.sorted[index] ?? NaN) * base);
  const surplus = pairs - tiesX.pairs - tiesY.pairs + tiesBoth.pairs - 2 * inversions(secondInOrder, base);
  const classes = Math.min(tiesX.distinct, tiesY.distinct);
  const tau = variant === 'b' ? surplus / Math.sqrt((pairs - tiesX.pairs) * (pairs - tiesY.pairs)) : (2 * surplus) / ((length * length * (classes - 1)) / classes);
  return Math.max(-1, Math.min(1, tau));
}

function doubledRanks(values: Float64Array): Ranks {
  const { ofEach, sorted } = averageRanks(values);
  return { ofEach: ofEach.map((rank) => 2 * rank), sorted: sorted.map((rank) => 2 * rank) };
}

function pairsAmong(count: number): number {
  return (count * (count - 1)) / 2;
}

/** How many distinct values there are among sorted ones, and how many pairs of equal ones. */
function ties(sorted: Float64Array): { readonly distinct: number; readonly pairs: number } {
  let [distinct, pairs, start] = [0, 0, 0];
  for (let index = 1; index <= sorted.length; index++) {
    if (sorted[index] === sorted[start]) continue;
    pairs += pairsAmong(index - start);
    distinct++;
    start = index;
  }
  return { distinct, pairs };
}

/** How many pairs of whole numbers in (0, limit) stand in falling order. Counts in a Fenwick tree: node n holds the counts of the n & -n numbers up to n. */
function inversions(values: Int32Array, limit: number): number {
  const tree = new Int32Array(limit);
  let total = 0;
  for (let seen = 0; seen < values.length; seen++) {
    const value = values[seen] ?? 0;
    total += seen;
    for (let node = value; node > 0; node -= node & -node) total -= tree[node] ?? 0;
    for (let node = value; node < limit; node += node & -node) tree[node] = (tree[node] ?? 0) + 1;
  }
  return total;
}
