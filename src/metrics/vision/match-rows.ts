/** What became of a detection at a threshold: it counts neither way, it found an object, or it found none. */
export const Outcome = { ignored: 0, hit: 1, miss: 2 } as const;

/** Outcomes take two bits each: this many go into a word. */
const PER_WORD = 16;

/** Columns of a match before its outcomes. */
export const Column = { score: 0, label: 1, /** Among the detections of its class in its image. */ place: 2, outcomes: 3 } as const;

/** Matches below each other: a row for each detection, with its outcomes of each area range and threshold in packed words. */
export class MatchRows {
  readonly data: Float64Array;
  readonly width: number;
  readonly #words: number;

  constructor(data: Float64Array, ranges: number, thresholds: number) {
    this.data = data;
    this.width = MatchRows.width(ranges, thresholds);
    this.#words = Math.ceil(thresholds / PER_WORD);
  }

  /** How many columns a row has. */
  static width(ranges: number, thresholds: number): number {
    return Column.outcomes + ranges * Math.ceil(thresholds / PER_WORD);
  }

  get length(): number {
    return this.data.length / this.width;
  }

  at(row: number, column: number): number {
    return this.data[row * this.width + column] ?? NaN;
  }

  /** Where the outcomes of a range at a threshold are: a column of words, and by how many bits they are shifted in each. */
  place(range: number, threshold: number): { readonly column: number; readonly shift: number } {
    return { column: Column.outcomes + range * this.#words + Math.floor(threshold / PER_WORD), shift: 2 * (threshold % PER_WORD) };
  }

  /** Writes an outcome where none was written before. */
  setOutcome(row: number, range: number, threshold: number, outcome: number): void {
    const word = row * this.width + Column.outcomes + range * this.#words + Math.floor(threshold / PER_WORD);
    // Unsigned: the topmost bit makes no negative number.
    this.data[word] = ((this.data[word] ?? 0) | (outcome << (2 * (threshold % PER_WORD)))) >>> 0;
  }
}

/** The outcome in a word, once it is shifted. */
export const OUTCOME_BITS = 3;
