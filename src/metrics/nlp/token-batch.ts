import { ShapeError } from '../../errors';

/** A word, a part of one, or its number in a vocabulary. `1` and `'1'` are different tokens. */
export type Token = string | number;

/** A text in tokens. */
export type TokenList = readonly Token[];

/** Candidates, and for each of them the references it is compared with. */
export type TokenBatch = readonly [candidates: readonly TokenList[], references: readonly (readonly TokenList[])[]];

/** One candidate with its references. */
export interface Comparison {
  readonly candidate: TokenList;
  readonly references: readonly TokenList[];
}

/**
 * Takes a batch apart, having checked all of it.
 *
 * @param atLeast how many references each candidate must have
 * @throws ShapeError for anything but lists of token lists, or another number of reference lists than of candidates
 */
export function comparisons(owner: string, output: unknown, atLeast: number): readonly Comparison[] {
  const [candidates, references] = Array.isArray(output) ? (output as readonly unknown[]) : [];
  if (!isListOf(candidates, isTokenList)) {
    throw notTokens(`${owner}.yPred`, 'a list with the token list of each candidate', candidates);
  }
  if (!isListOf(references, isReferences)) {
    throw notTokens(`${owner}.y`, 'a list that has for each candidate the list of its references, each a token list', references);
  }
  if (references.length !== candidates.length) {
    throw new ShapeError({ owner: `${owner}.y`, expected: `as many lists of references as there are candidates, ${candidates.length}`, got: references.length });
  }
  return candidates.map((candidate, index) => {
    const own = references[index] ?? [];
    if (own.length < atLeast) throw new ShapeError({ owner: `${owner}.y[${index}]`, expected: `at least ${atLeast} reference`, got: own });
    return { candidate, references: own };
  });
}

function isListOf<Entry>(value: unknown, is: (entry: unknown) => entry is Entry): value is readonly Entry[] {
  return Array.isArray(value) && value.every(is);
}

function isReferences(value: unknown): value is readonly TokenList[] {
  return isListOf(value, isTokenList);
}

function isTokenList(value: unknown): value is TokenList {
  return isListOf(value, isToken);
}

function isToken(value: unknown): value is Token {
  return typeof value === 'string' || typeof value === 'number';
}

function notTokens(owner: string, expected: string, got: unknown): ShapeError {
  return new ShapeError({ owner, expected, got, mend: "Tokens are strings or numbers; split a text first, as by text.split(' ')." });
}
