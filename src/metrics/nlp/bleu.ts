import * as z from 'zod/mini';
import { parseOptions } from '../../internal';
import type { ArrayAccumulator, ScalarAccumulator, Totals } from '../accumulators';
import { array, scalar } from '../accumulators';
import { Metric } from '../metric';
import type { MetricOptions } from '../metric-options';
import { metricOptionShape } from '../metric-options';
import { predictionAndTarget } from '../output';
import type { BleuSmoothing } from './bleu-score';
import { addCounts, bleuScore, countsLength } from './bleu-score';
import type { TokenBatch } from './token-batch';
import { comparisons } from './token-batch';

/** Options of `Bleu`. */
export interface BleuOptions extends MetricOptions {
  /** Up to how many tokens are compared together, at least 1. @default 4 */
  readonly ngram?: number;
  /** What becomes of orders without a match. @default 'no_smooth' */
  readonly smooth?: BleuSmoothing;
  /** The mean of the candidates' scores, or the score of all counts together. @default 'macro' */
  readonly average?: 'macro' | 'micro';
}

type BleuState = {
  /** Of `'macro'`: the sum of the candidates' scores. */
  readonly scores: ScalarAccumulator;
  readonly candidates: ScalarAccumulator;
  /** Of `'micro'`: the counts of all candidates. */
  readonly counts: ArrayAccumulator;
};

const schema = z.strictObject({
  ...metricOptionShape,
  ngram: z._default(z.int().check(z.gte(1)), 4),
  smooth: z._default(z.enum(['no_smooth', 'smooth1', 'nltk_smooth2', 'smooth2']), 'no_smooth'),
  average: z._default(z.enum(['macro', 'micro']), 'macro'),
});

/**
 * BLEU: how much of the candidates' n-grams is found in their references, `b · exp(1/N Σ log pₙ)` for n from 1 to `ngram` = N.
 *
 * `pₙ = mₙ / lₙ`: the matches among the candidate's `lₙ` n-grams, each counted at most as often as the reference has it that has it most
 * often. `b = exp(1 - r/c)` when the candidate's length `c` is below the length `r` of the reference closest in length (the shorter one of
 * two), else 1. The score is 0 without a common token.
 *
 * | `smooth` | `pₙ` |
 * |---|---|
 * | `'no_smooth'` | `mₙ / max(1, lₙ)`: one order without a match makes the score 0 |
 * | `'smooth1'` | the same, with 0.1 in place of no match |
 * | `'nltk_smooth2'` | `(mₙ + 1) / (max(1, lₙ) + 1)` from n = 2 on |
 * | `'smooth2'` | `(mₙ + 1) / (lₙ + 1)` from n = 2 on |
 *
 * Takes a token list for each candidate, and for each of them a list of the token lists of its references. Tokens are strings or numbers.
 * With `average: 'micro'` counts and lengths are summed over all candidates first; before the first one that score is 0.
 *
 * Source: https://aclanthology.org/P02-1040/ and, for the smoothing, https://aclanthology.org/W14-3346/
 *
 * @throws ShapeError from `update` for anything but lists of token lists, another number of reference lists than of candidates, or a
 *   candidate without references
 * @throws NotComputableError from `compute` before the first candidate, with `average: 'macro'`
 *
 * @example
 * ```ts
 * import { Bleu } from 'tfjs-ignite/metrics';
 *
 * const bleu = new Bleu({ ngram: 2 });
 * const references = ['the cat is on the mat', 'there is a cat on the mat'];
 * bleu.update([['the cat sat on the mat'.split(' ')], [references.map((text) => text.split(' '))]]);
 * const value = await bleu.compute();
 * value.toFixed(4); // => '0.7071'
 * ```
 */
export class Bleu extends Metric<number, TokenBatch, BleuState> {
  protected readonly accumulators: BleuState = { scores: scalar(), candidates: scalar(), counts: array() };
  readonly ngram: number;
  readonly smooth: BleuSmoothing;
  readonly average: 'macro' | 'micro';

  constructor(options: BleuOptions = {}) {
    const { ngram, smooth, average, ...common } = parseOptions('Bleu', schema, options);
    super({ owner: 'Bleu', keys: predictionAndTarget }, common);
    this.ngram = ngram;
    this.smooth = smooth;
    this.average = average;
  }

  update(output: TokenBatch): void {
    const batch = comparisons('Bleu', output, 1);
    const counts = new Float64Array(countsLength(this.ngram));
    let scores = 0;
    for (const comparison of batch) {
      if (this.average === 'macro') counts.fill(0);
      addCounts(counts, this.ngram, comparison);
      if (this.average === 'macro') scores += bleuScore(counts, this.ngram, this.smooth);
    }
    if (this.average === 'micro') this.accumulators.counts.add({ shape: [counts.length], data: counts }, 'Bleu');
    this.accumulators.scores.add(scores);
    this.accumulators.candidates.add(batch.length);
  }

  protected evaluate({ scores, candidates, counts }: Totals<BleuState>): number {
    if (this.average === 'micro') return bleuScore(counts?.data ?? [], this.ngram, this.smooth);
    this.requireExamples(candidates);
    return scores / candidates;
  }
}
