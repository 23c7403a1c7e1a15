/** What metrics gather over batches, declared once. */
export type { Accumulator, Declaration, Pending, Totals } from './accumulator';
export { ArrayAccumulator } from './array-accumulator';
export type { Doubles } from './array-accumulator';
export { array, nestedMetrics, replicated, rows, scalar } from './declare';
export { land } from './land';
export { NestedAccumulator } from './nested-accumulator';
export { ReplicatedAccumulator } from './replicated-accumulator';
export { RowsAccumulator } from './rows-accumulator';
export { ScalarAccumulator } from './scalar-accumulator';
