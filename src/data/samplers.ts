import * as z from 'zod/mini';
import { createRandom, parseOptions, permutation } from '../internal';

const lengthSchema = z.int().check(z.minimum(0));

/**
 * Decides which samples an epoch has, and in which order.
 *
 * The order must be a function of the epoch's number (and of what the sampler was made with) alone: that is what lets a
 * `DataLoader` go on in the middle of an epoch after a restart.
 */
export interface Sampler {
  /** How many samples an epoch has. */
  readonly length: number;
  /** The numbers of the samples of epoch `epoch`, counted from 0. */
  indices(epoch: number): ArrayLike<number>;
}

/** All samples, first to last, in every epoch. */
export class SequentialSampler implements Sampler {
  readonly length: number;

  constructor(length: number) {
    this.length = parseOptions('SequentialSampler.length', lengthSchema, length);
  }

  indices(): Uint32Array {
    return Uint32Array.from({ length: this.length }, (_, index) => index);
  }
}

/** Options of `RandomSampler`. */
export interface RandomSamplerOptions {
  /** Seed of all epochs' orders. @default 0 */
  readonly seed?: number;
}

/** All samples, each once, in another random order in every epoch. */
export class RandomSampler implements Sampler {
  readonly length: number;
  readonly #seed: number;

  constructor(length: number, options: RandomSamplerOptions = {}) {
    this.length = parseOptions('RandomSampler.length', lengthSchema, length);
    this.#seed = parseOptions('RandomSampler', z.strictObject({ seed: z._default(z.int(), 0) }), options).seed;
  }

  indices(epoch: number): Uint32Array {
    return permutation(this.length, createRandom(this.#seed, 'sampler', epoch));
  }
}
