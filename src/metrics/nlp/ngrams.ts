import type { Token, TokenList } from './token-batch';

/** Sequences as whole numbers from 0 on: what is equal has the same number, in all of them. */
export interface Numbered {
  readonly sequences: readonly Int32Array[];
  /** How many different numbers there are. */
  readonly distinct: number;
}

/**
 * The n-grams of some token lists as numbers.
 *
 * An n-gram is known by its first n - 1 tokens, which are an n-gram themselves, and its last one: two numbers, that make up a third. So no
 * tokens are joined to a text, in which one that holds the separator would be mistaken.
 */
export class Ngrams {
  readonly #orders: Numbered[];

  constructor(lists: readonly TokenList[]) {
    const numbers = new Map<Token, number>();
    const sequences = lists.map((list) => {
      const sequence = new Int32Array(list.length);
      let at = 0;
      for (const token of list) sequence[at++] = numberOf(numbers, token);
      return sequence;
    });
    this.#orders = [{ sequences, distinct: numbers.size }];
  }

  /** All sequences of `order` neighbouring tokens of each list, from 1 on; none of a list that is shorter. */
  ofOrder(order: number): Numbered {
    let last = this.#orders.at(-1) ?? { sequences: [], distinct: 0 };
    // Beyond the longest list there is nothing, whatever the order.
    while (this.#orders.length < order && last.distinct > 0) {
      last = this.#longer(last);
      this.#orders.push(last);
    }
    return this.#orders[order - 1] ?? last;
  }

  #longer({ sequences }: Numbered): Numbered {
    const tokens = this.#orders[0] ?? { sequences: [], distinct: 0 };
    const numbers = new Map<number, number>();
    const longer = sequences.map((sequence, list) => {
      const all = tokens.sequences[list] ?? sequence;
      const next = new Int32Array(Math.max(0, sequence.length - 1));
      const ahead = all.length - next.length;
      for (let at = 0; at < next.length; at++) {
        next[at] = numberOf(numbers, (sequence[at] ?? 0) * tokens.distinct + (all[at + ahead] ?? 0));
      }
      return next;
    });
    return { sequences: longer, distinct: numbers.size };
  }
}

function numberOf<Key>(numbers: Map<Key, number>, key: Key): number {
  const known = numbers.get(key);
  if (known !== undefined) return known;
  const number = numbers.size;
  numbers.set(key, number);
  return number;
}

/** How many elements of a candidate are in the references, each at most as often as in the one that has it most often. */
export function countMatches(candidate: Int32Array, references: readonly Int32Array[], distinct: number): number {
  const left = new Int32Array(distinct);
  const counts = new Int32Array(distinct);
  for (const reference of references) {
    counts.fill(0);
    for (const number of reference) {
      const count = (counts[number] ?? 0) + 1;
      counts[number] = count;
      if (count > (left[number] ?? 0)) left[number] = count;
    }
  }
  let matches = 0;
  for (const number of candidate) {
    const count = left[number] ?? 0;
    if (count === 0) continue;
    left[number] = count - 1;
    matches++;
  }
  return matches;
}
