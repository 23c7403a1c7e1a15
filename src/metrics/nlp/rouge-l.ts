import * as z from 'zod/mini';
import { parseOptions } from '../../internal';
import type { RougeLOptions } from './rouge-base';
import { RougeBase, rougeOptionShape } from './rouge-base';

const schema = z.strictObject(rougeOptionShape);

/**
 * ROUGE-L: the length of the longest sequence of tokens that is in candidate and reference in the same order, `m`, as shares of both lengths.
 *
 * `P = m / (length of the candidate)`, `R = m / (length of the reference)`, `F = P R / ((1 - alpha) P + alpha R)`, each 0 where it would
 * divide by 0, averaged over candidates. Several references are reduced first, as `multiref` says.
 *
 * Takes a token list for each candidate, and for each of them a list of the token lists of its references. Tokens are strings or numbers.
 * The value is an object with the entries `Rouge-L-P`, `Rouge-L-R` and `Rouge-L-F`.
 *
 * Source: https://aclanthology.org/W04-1013
 *
 * @throws ShapeError from `update` for anything but lists of token lists, another number of reference lists than of candidates, or, with
 *   `multiref: 'best'`, a candidate without references
 * @throws NotComputableError from `compute` before the first candidate
 *
 * @example
 * ```ts
 * import { RougeL } from 'tfjs-ignite/metrics';
 *
 * const rouge = new RougeL({ multiref: 'best' });
 * const references = ['the cat is on the mat', 'there is a cat on the mat'];
 * rouge.update([['the cat is not there'.split(' ')], [references.map((text) => text.split(' '))]]);
 * await rouge.compute(); // => { 'Rouge-L-P': 0.6, 'Rouge-L-R': 0.5, 'Rouge-L-F': 0.5 }
 * ```
 */
export class RougeL extends RougeBase<'L'> {
  constructor(options: RougeLOptions = {}) {
    super('RougeL', ['L'], parseOptions('RougeL', schema, options));
  }
}
