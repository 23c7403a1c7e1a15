import * as z from 'zod/mini';
import { parseOptions } from '../../internal';
import type { RougeLOptions } from './rouge-base';
import { RougeBase, rougeOptionShape } from './rouge-base';

/** Options of `RougeN`. */
export interface RougeNOptions<N extends number = number> extends RougeLOptions {
  /** How many tokens are compared together, at least 1. @default 4 */
  readonly ngram?: N;
}

const schema = z.strictObject({ ...rougeOptionShape, ngram: z._default(z.int().check(z.gte(1)), 4) });

/**
 * ROUGE-N: how many n-grams candidate and reference have in common, `m`, as shares of both.
 *
 * `P = m / (n-grams of the candidate)`, `R = m / (n-grams of the reference)`, `F = P R / ((1 - alpha) P + alpha R)`, each 0 where it would
 * divide by 0, averaged over candidates. Several references are reduced first, as `multiref` says.
 *
 * Takes a token list for each candidate, and for each of them a list of the token lists of its references. Tokens are strings or numbers.
 * The value is an object with the entries `Rouge-N-P`, `Rouge-N-R` and `Rouge-N-F`, N being `ngram`.
 *
 * Source: https://aclanthology.org/W04-1013
 *
 * @throws ShapeError from `update` for anything but lists of token lists, another number of reference lists than of candidates, or, with
 *   `multiref: 'best'`, a candidate without references
 * @throws NotComputableError from `compute` before the first candidate
 *
 * @example
 * ```ts
 * import { RougeN } from 'tfjs-ignite/metrics';
 *
 * const rouge = new RougeN({ ngram: 2, multiref: 'best' });
 * const references = ['the cat is on the mat', 'there is a cat on the mat'];
 * rouge.update([['the cat is not there'.split(' ')], [references.map((text) => text.split(' '))]]);
 * await rouge.compute(); // => { 'Rouge-2-P': 0.5, 'Rouge-2-R': 0.4, 'Rouge-2-F': 0.4 }
 * ```
 */
export class RougeN<const N extends number = 4> extends RougeBase<N> {
  readonly ngram: N;

  constructor(options: RougeNOptions<N> = {}) {
    const { ngram, ...scoring } = parseOptions('RougeN', schema, options);
    const order = ngram as N; // the option, or the default of both
    super('RougeN', [order], scoring);
    this.ngram = order;
  }
}
