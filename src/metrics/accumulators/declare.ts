import type { StateValue } from '../../contracts';
import type { Reduction } from '../../distributed';
import type { AnyMetric } from '../any-metric';
import { ArrayAccumulator } from './array-accumulator';
import { NestedAccumulator } from './nested-accumulator';
import { ReplicatedAccumulator } from './replicated-accumulator';
import { RowsAccumulator } from './rows-accumulator';
import { ScalarAccumulator } from './scalar-accumulator';

/** Declares one number, added up unless said otherwise. Its total before any update is 0 (`max`: -Infinity, `min`: Infinity). */
export function scalar(reduction: Reduction = 'sum'): ScalarAccumulator {
  return new ScalarAccumulator(reduction);
}

/** Declares an array of any one shape, added up element by element unless said otherwise. */
export function array(reduction: Reduction = 'sum'): ArrayAccumulator {
  return new ArrayAccumulator(reduction);
}

/** Declares rows that are all kept. */
export function rows(): RowsAccumulator {
  return new RowsAccumulator();
}

/** Declares a value that every rank has alike; `accepts` checks what a checkpoint holds. */
export function replicated<T extends StateValue>(initial: T, accepts: (value: StateValue) => value is T): ReplicatedAccumulator<T> {
  return new ReplicatedAccumulator(initial, accepts);
}

/** Declares metrics inside a metric. */
export function nestedMetrics(metrics: Readonly<Record<string, AnyMetric>>): NestedAccumulator {
  return new NestedAccumulator(metrics);
}
