import * as z from 'zod/mini';
import { OptionError } from '../errors';
import { createRandom, parseOptions, permutation } from '../internal';
import type { Dataset } from './dataset';
import { Subset } from './subset';

const schema = z.strictObject({ seed: z._default(z.int(), 0) });

/** Options of `randomSplit`. */
export interface RandomSplitOptions {
  /** Seed of the permutation. @default 0 */
  readonly seed?: number;
}

/**
 * Cuts a dataset into parts without common samples, at random.
 *
 * Lengths have to sum to the length of the dataset. Fractions have to sum to 1: each part gets the fraction of the
 * length rounded down, and what is left over goes to the parts one by one, beginning with the first (torch's rule).
 * Integers that sum to the length of the dataset are lengths; everything else has to be fractions.
 *
 * @returns one `Subset` per number, the same ones for the same seed
 * @throws OptionError for numbers that fit neither rule
 *
 * @example
 * ```ts
 * import { arrayDataset, randomSplit } from 'tfjs-ignite/data';
 *
 * const dataset = arrayDataset(Array.from({ length: 10 }, (_, index) => index));
 * randomSplit(dataset, [0.75, 0.25], { seed: 1 }).map((part) => part.length); // => [ 8, 2 ]
 * randomSplit(dataset, [7, 1, 2], { seed: 1 }).map((part) => part.length); // => [ 7, 1, 2 ]
 * ```
 */
export function randomSplit<T>(dataset: Dataset<T>, lengthsOrFractions: readonly number[], options: RandomSplitOptions = {}): Subset<T>[] {
  const { seed } = parseOptions('randomSplit', schema, options);
  const lengths = partLengths(dataset.length, lengthsOrFractions);
  const order = permutation(dataset.length, createRandom(seed, 'random-split'));
  let start = 0;
  return lengths.map((length) => {
    const part = new Subset(dataset, order.subarray(start, start + length));
    start += length;
    return part;
  });
}

function partLengths(total: number, numbers: readonly number[]): number[] {
  const owner = 'randomSplit.lengthsOrFractions';
  if (numbers.length === 0 || !numbers.every((number) => Number.isFinite(number) && number >= 0)) {
    throw new OptionError({ owner, expected: 'one or more numbers from 0 up', got: numbers });
  }
  const sum = numbers.reduce((a, b) => a + b, 0);
  if (numbers.every(Number.isInteger) && sum === total) return [...numbers];
  if (Math.abs(sum - 1) > 1e-9 || !numbers.every((number) => number <= 1)) {
    throw new OptionError({ owner, expected: `lengths that sum to ${total}, the length of the dataset, or fractions that sum to 1`, got: numbers });
  }
  const lengths = numbers.map((fraction) => Math.floor(total * fraction));
  const left = total - lengths.reduce((a, b) => a + b, 0);
  for (let extra = 0; extra < left; extra++) lengths[extra % lengths.length] = (lengths[extra % lengths.length] ?? 0) + 1;
  return lengths;
}
