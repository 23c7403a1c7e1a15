import { NotComputableError, ShapeError } from '../../errors';
import type { MaybePromise } from '../../internal';
import { andThen } from '../../internal';
import type { AnyMetric } from '../any-metric';
import type { NumericValue } from '../value-arithmetic';
import { SubgroupBase } from './subgroup-base';

/** Base of the metrics that say how far apart groups are: the largest value minus the smallest. */
export abstract class GroupDifference extends SubgroupBase<AnyMetric<NumericValue>, number> {
  protected evaluate(): MaybePromise<number> {
    return andThen(this.groupValues(), (values) => {
      if (values.length < 2) {
        throw new NotComputableError({ owner: this.owner, expected: 'examples of at least two groups before it is computed', got: values.map(([name]) => name) });
      }
      return largestSpread(this.owner, values.map(([, value]) => value));
    });
  }
}

/** Of numbers the largest minus the smallest; of arrays the largest of what each position comes to. NaN wins. */
function largestSpread(owner: string, values: readonly NumericValue[]): number {
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length === values.length) return Math.max(...numbers) - Math.min(...numbers);
  const arrays = values.filter((value) => typeof value !== 'number');
  const length = arrays[0]?.length ?? 0;
  if (arrays.length < values.length || length === 0 || arrays.some((array) => array.length !== length)) {
    throw new ShapeError({ owner, expected: 'a number of each group, or arrays of one shape', got: values });
  }
  return Math.max(...Array.from({ length }, (_, index) => largestSpread(owner, arrays.map((array) => array[index] ?? NaN))));
}
