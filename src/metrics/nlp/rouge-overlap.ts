import { commonSubsequence } from './common-subsequence';
import { countMatches, Ngrams } from './ngrams';
import type { Comparison } from './token-batch';

/** What is compared: n-grams of an order, or (`'L'`) the longest common subsequence. */
export type RougeVariant = number | 'L';

/** What a candidate has in common with references, and how much both have. */
export interface Overlap {
  readonly matches: number;
  readonly candidate: number;
  readonly reference: number;
}

/** The overlap with each reference, for each variant. */
export function overlaps(variants: readonly RougeVariant[], { candidate, references }: Comparison): readonly (readonly Overlap[])[] {
  const ngrams = new Ngrams([candidate, ...references]);
  return variants.map((variant) => {
    const { sequences, distinct } = ngrams.ofOrder(variant === 'L' ? 1 : variant);
    const [own = new Int32Array(), ...others] = sequences;
    return others.map((other) => ({
      matches: variant === 'L' ? commonSubsequence(own, other) : countMatches(own, [other], distinct),
      candidate: own.length,
      reference: other.length,
    }));
  });
}

const NONE: Overlap = { matches: 0, candidate: 0, reference: 0 };

/** How overlaps with several references become one: their sum, or the one with the greatest recall (the first of equals). */
export const reducers = {
  average: (each: readonly Overlap[]): Overlap =>
    each.reduce(
      (sum, { matches, candidate, reference }) => ({ matches: sum.matches + matches, candidate: sum.candidate + candidate, reference: sum.reference + reference }),
      NONE,
    ),
  best: (each: readonly Overlap[]): Overlap => each.reduce((best, overlap) => (recallOf(overlap) > recallOf(best) ? overlap : best), each[0] ?? NONE),
} as const;

/** The share of the candidate that matches; 0 of nothing. */
export function precisionOf({ matches, candidate }: Overlap): number {
  return candidate > 0 ? matches / candidate : 0;
}

/** The share of the reference that matches; 0 of nothing. */
export function recallOf({ matches, reference }: Overlap): number {
  return reference > 0 ? matches / reference : 0;
}
