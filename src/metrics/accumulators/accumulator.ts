import type * as tf from '@tensorflow/tfjs-core';
import type { StateValue } from '../../contracts';
import type { Communicator } from '../../distributed';
import type { MaybePromise } from '../../internal';

/** Numbers on their way from the device to the host. */
export interface Pending {
  /** Flat, float32; whoever reads it disposes it. */
  readonly words: tf.Tensor;
  /** Moves what was read to the host, unless more was gathered or it was reset in the meantime. */
  land(values: ArrayLike<number>): void;
}

/**
 * One quantity that a metric gathers over batches.
 *
 * A metric declares its accumulators once; reset, reduction over ranks, saving and disposal follow from the declaration.
 *
 * @typeParam Total what the metric computes its value from
 */
export interface Accumulator<Total> {
  /** Back to nothing gathered; gives up what it holds on the device. */
  reset(): void;
  /** What is on the device and could be read now, together with what others have there; nothing where all is on the host. */
  pending(): readonly Pending[];
  /**
   * What all ranks gathered, leaving what this one gathered as it is. Reads what is on the device, once.
   *
   * Collective: with several ranks every one calls it. The total is not the caller's to change.
   */
  total(communicator: Communicator, owner: string): MaybePromise<Total>;
  /** The total as part of a state tree; collective, and the same on every rank. */
  save(communicator: Communicator, owner: string): MaybePromise<StateValue>;
  /** Checks what `save` gave, and returns what takes it over: a state is loaded wholly or not at all. */
  load(value: StateValue | undefined, communicator: Communicator, owner: string): () => void;
}

/** The accumulators of a metric by name. */
export type Declaration = Readonly<Record<string, Accumulator<unknown>>>;

/** What the accumulators of a declaration come to. */
export type Totals<D extends Declaration> = { readonly [K in keyof D]: D[K] extends Accumulator<infer Total> ? Total : never };
