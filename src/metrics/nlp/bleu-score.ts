import { countMatches, Ngrams } from './ngrams';
import type { Comparison, TokenList } from './token-batch';

/** What becomes of n-gram orders without a match: see `Bleu`. */
export type BleuSmoothing = 'no_smooth' | 'smooth1' | 'nltk_smooth2' | 'smooth2';

/** The precision of one order, 1 being that of single tokens. */
const precisions: Readonly<Record<BleuSmoothing, (matches: number, total: number, order: number) => number>> = {
  no_smooth: (matches, total) => matches / Math.max(1, total),
  smooth1: (matches, total) => (matches === 0 ? 0.1 : matches) / Math.max(1, total),
  nltk_smooth2: (matches, total, order) => oneMore(matches, Math.max(1, total), order),
  smooth2: oneMore,
};

function oneMore(matches: number, total: number, order: number): number {
  return order === 1 ? matches / total : (matches + 1) / (total + 1);
}

/** How many numbers `addCounts` adds for n-grams up to an order. */
export function countsLength(ngram: number): number {
  return 2 * ngram + 2;
}

/** Adds a comparison to counts: the matches of each order, then all n-grams of each order, then the lengths of candidate and reference. */
export function addCounts(counts: Float64Array, ngram: number, { candidate, references }: Comparison): void {
  const ngrams = new Ngrams([candidate, ...references]);
  // A candidate shorter than n has no n-grams, and adds none.
  for (let order = 1; order <= Math.min(ngram, candidate.length); order++) {
    const { sequences, distinct } = ngrams.ofOrder(order);
    const [own = new Int32Array(), ...others] = sequences;
    add(counts, order - 1, countMatches(own, others, distinct));
    add(counts, ngram + order - 1, own.length);
  }
  add(counts, 2 * ngram, candidate.length);
  add(counts, 2 * ngram + 1, closestLength(candidate, references));
}

function add(counts: Float64Array, index: number, count: number): void {
  counts[index] = (counts[index] ?? 0) + count;
}

/** The length of the reference that is closest in length, the shorter one of two as close. */
function closestLength(candidate: TokenList, references: readonly TokenList[]): number {
  const off = (length: number): number => Math.abs(length - candidate.length);
  return references.reduce((best, { length }) => (off(length) < off(best) || (off(length) === off(best) && length < best) ? length : best), Infinity);
}

/** The score of counts as `addCounts` makes them, of one comparison or many. */
export function bleuScore(counts: ArrayLike<number>, ngram: number, smooth: BleuSmoothing): number {
  const at = (index: number): number => counts[index] ?? 0;
  // Whatever the smoothing: without a common token nothing is right.
  if (at(0) === 0) return 0;
  const precision = precisions[smooth];
  let logarithms = 0;
  for (let order = 1; order <= ngram; order++) logarithms += Math.log(precision(at(order - 1), at(ngram + order - 1), order));
  const [length, reference] = [at(2 * ngram), at(2 * ngram + 1)];
  const brevity = length < reference ? Math.exp(1 - reference / length) : 1;
  return brevity * Math.exp(logarithms / ngram);
}
