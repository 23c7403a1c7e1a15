import * as z from 'zod/mini';
import { parseOptions } from '../../internal';
import type { RougeLOptions } from './rouge-base';
import { RougeBase, rougeOptionShape } from './rouge-base';
import type { RougeVariant } from './rouge-overlap';

/** Options of `Rouge`. */
export interface RougeOptions<V extends RougeVariant = RougeVariant> extends RougeLOptions {
  /** What is compared: n-grams of an order of at least 1, `'L'` for the longest common subsequence. An empty list stands for the default. @default [1, 2, 4, 'L'] */
  readonly variants?: readonly V[];
}

const DEFAULT: readonly RougeVariant[] = [1, 2, 4, 'L'];

const variant = z.union([z.int().check(z.gte(1)), z.literal('L')], { error: "'L' or an integer of at least 1" });
const schema = z.strictObject({ ...rougeOptionShape, variants: z._default(z.array(variant), () => [...DEFAULT]) });

/**
 * ROUGE in several variants at once: `RougeN` for each number among `variants`, `RougeL` for `'L'`. See there for formulas and inputs.
 *
 * The value is an object with three entries for each variant, such as `Rouge-1-P`, `Rouge-1-R` and `Rouge-1-F`.
 *
 * Source: https://aclanthology.org/W04-1013
 *
 * @throws ShapeError from `update` for anything but lists of token lists, another number of reference lists than of candidates, or, with
 *   `multiref: 'best'`, a candidate without references
 * @throws NotComputableError from `compute` before the first candidate
 *
 * @example
 * ```ts
 * import { Rouge } from 'tfjs-ignite/metrics';
 *
 * const rouge = new Rouge({ variants: ['L', 2], multiref: 'best' });
 * const references = ['the cat is on the mat', 'there is a cat on the mat'];
 * rouge.update([['the cat is not there'.split(' ')], [references.map((text) => text.split(' '))]]);
 * const value = await rouge.compute();
 * [value['Rouge-L-P'], value['Rouge-2-R']]; // => [ 0.6, 0.4 ]
 * ```
 */
export class Rouge<const V extends RougeVariant = 1 | 2 | 4 | 'L'> extends RougeBase<V> {
  constructor(options: RougeOptions<V> = {}) {
    const { variants, ...scoring } = parseOptions('Rouge', schema, options);
    const chosen: readonly RougeVariant[] = [...new Set(variants.length === 0 ? DEFAULT : variants)];
    super('Rouge', chosen as readonly V[], scoring); // the option, or the default of both
  }
}
