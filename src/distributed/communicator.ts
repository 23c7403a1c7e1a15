/** How values of several ranks become one, element by element. */
export type Reduction = 'sum' | 'max' | 'min';

/**
 * How the processes of one run talk to each other.
 *
 * Every method but the two properties is collective: all ranks call it, in the same order. Results are the caller's to keep; with one
 * rank they may be the argument itself and come at once, with several they may come as promises.
 */
export interface Communicator {
  /** This process's number, 0 to `size` - 1. */
  readonly rank: number;
  /** How many processes there are. */
  readonly size: number;
  /** The same number of elements on every rank in, their reduction out, on every rank. */
  allReduce(data: Float64Array, reduction: Reduction): Float64Array | Promise<Float64Array>;
  /** The data of all ranks in rank order; lengths may differ. */
  allGather(data: Float64Array): readonly Float64Array[] | Promise<readonly Float64Array[]>;
  /** The data of rank `root`; what the others pass is not looked at. */
  broadcast(data: Float64Array, root: number): Float64Array | Promise<Float64Array>;
  /** Returns, or resolves, once every rank has called it. */
  barrier(): void | Promise<void>;
}
