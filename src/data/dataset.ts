import type { MaybePromise } from '../internal';
import { OptionError } from '../errors';

/**
 * Samples that can be asked for by number: what a `DataLoader` reads.
 *
 * `get` may answer at once or with a promise. It may throw `SkipSample` to have a sample left out of its batch.
 */
export interface Dataset<T> {
  readonly length: number;
  get(index: number): MaybePromise<T>;
}

/** What samples of a dataset are. */
export type SampleOf<D> = D extends Dataset<infer T> ? T : never;

/** A dataset over a list in memory. The list is not copied: what is changed in it shows. */
export function arrayDataset<T>(items: ArrayLike<T>): Dataset<T> {
  return {
    get length() {
      return items.length;
    },
    get(index) {
      checkIndex('arrayDataset.get', index, items.length);
      // The index was checked, so the element is there, be it `undefined` itself.
      return items[index] as T;
    },
  };
}

/** Throws an `OptionError` unless `index` is one of the numbers 0 to `length` - 1. */
export function checkIndex(owner: string, index: number, length: number): void {
  if (!Number.isInteger(index) || index < 0 || index >= length) {
    throw new OptionError({ owner, expected: length === 0 ? 'no index, since it is empty' : `an index from 0 to ${length - 1}`, got: index });
  }
}
