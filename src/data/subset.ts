import { OptionError } from '../errors';
import type { MaybePromise } from '../internal';
import { checkIndex } from './dataset';
import type { Dataset } from './dataset';

/**
 * Some samples of another dataset, in the order of `indices`.
 *
 * @example
 * ```ts
 * import { arrayDataset, Subset } from 'tfjs-ignite/data';
 *
 * const letters = new Subset(arrayDataset(['a', 'b', 'c']), [2, 0]);
 * letters.get(0); // => 'c'
 * letters.length; // => 2
 * ```
 */
export class Subset<T> implements Dataset<T> {
  readonly dataset: Dataset<T>;
  /** Numbers of the samples in `dataset`. */
  readonly indices: Uint32Array;

  /** @throws OptionError for an index that the dataset does not have */
  constructor(dataset: Dataset<T>, indices: ArrayLike<number>) {
    for (let at = 0; at < indices.length; at++) {
      const index = indices[at];
      if (index === undefined || !Number.isInteger(index) || index < 0 || index >= dataset.length) {
        throw new OptionError({ owner: `Subset.indices[${at}]`, expected: `an index of the dataset, below ${dataset.length}`, got: index });
      }
    }
    this.dataset = dataset;
    this.indices = Uint32Array.from(indices);
  }

  get length(): number {
    return this.indices.length;
  }

  get(index: number): MaybePromise<T> {
    const inner = this.indices[index];
    if (inner === undefined) checkIndex('Subset.get', index, this.length);
    return this.dataset.get(inner ?? 0);
  }
}
