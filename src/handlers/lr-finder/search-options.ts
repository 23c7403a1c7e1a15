import type * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import type { Logger } from '../../contracts';
import type { Communicator } from '../../distributed';
import { hasMethods } from '../../internal';
import type { Optimizer } from '../../optim';
import type { Saveables } from '../checkpoint/saveable';
import { functionSchema, loggerSchema } from '../schemas';
import type { StepMode } from './rate-range';

/** Schema of {@link FastaiLRFinderOptions}. */
export const finderSchema = z.strictObject({
  logger: z.optional(loggerSchema),
  communicator: z.optional(z.custom<Communicator>((value) => hasMethods(value, 'allReduce', 'allGather', 'broadcast', 'barrier'), 'a communicator')),
});

/** Options of the finder itself. */
export interface FastaiLRFinderOptions {
  /** Is told when the loss did not diverge. Default: the console. */
  readonly logger?: Logger;
  /** The ranks of the run, which search with their mean loss. Default: one rank. */
  readonly communicator?: Communicator;
}

const rates = z.custom<number | readonly number[]>(isRates, 'a finite number of at least 0, or one for each parameter group');

/** Schema of {@link LRSearchOptions}. */
export const searchSchema = z.strictObject({
  toSave: z.custom<LRSearchObjects>(holdsOptimizer, 'an object with the optimizer of the search as `optimizer` (of optim, or a tf.Optimizer in optim.fromTf)'),
  outputTransform: z.optional(functionSchema),
  numIter: z.optional(z.int().check(z.minimum(1))),
  startLr: z.optional(rates),
  endLr: z._default(rates, 10),
  stepMode: z._default(z.enum(['exp', 'linear']), 'exp'),
  smoothF: z._default(z.number().check(z.minimum(0), z.lt(1)), 0.05),
  divergeTh: z._default(z.number().check(z.minimum(1)), 5),
});

/** What a search gives back as it was: the optimizer whose rates are tried, and what else training changes. */
export type LRSearchObjects = Saveables & { readonly optimizer: Optimizer };

/** Options of `FastaiLRFinder.run`. */
export interface LRSearchOptions<Output = unknown> {
  /**
   * The optimizer, and everything else that the trainer's run changes: model, data loader, schedulers. All of it is as before when the
   * search is over.
   */
  readonly toSave: LRSearchObjects;
  /** The loss of an output, a number or a tensor of one element. Default: the output itself. */
  readonly outputTransform?: (output: Output) => number | tf.Tensor;
  /** Steps from `startLr` to `endLr`; a shorter run is lengthened, a longer one ends after the iteration at `endLr`. Default: the iterations of the run. */
  readonly numIter?: number;
  /** The first rate, or one for each parameter group. Default: the groups' own. */
  readonly startLr?: number | readonly number[];
  /** The last rate, or one for each parameter group; above `startLr`. @default 10 */
  readonly endLr?: number | readonly number[];
  /** Whether rates grow by equal factors or by equal steps. @default 'exp' */
  readonly stepMode?: StepMode;
  /** Weight of a new loss in the smoothed one, from 0 and below 1; 0 smooths nothing. @default 0.05 */
  readonly smoothF?: number;
  /** How many times the lowest smoothed loss ends the search; at least 1. Meant for losses above 0. @default 5 */
  readonly divergeTh?: number;
}

/** What a search has found. */
export interface LRSearchResults {
  /** The rates that were used, iteration by iteration, one for each parameter group. */
  readonly lr: readonly (readonly number[])[];
  /** The smoothed losses, iteration by iteration. */
  readonly loss: readonly number[];
  /** Whether the search ended because the loss shot up. */
  readonly diverged: boolean;
}

function isRates(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 && value.every(isRate) : isRate(value);
}

function isRate(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value < Infinity;
}

function holdsOptimizer(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('optimizer' in value)) return false;
  const { optimizer } = value;
  return hasMethods(optimizer, 'step', 'stateDict', 'loadStateDict') && 'paramGroups' in (optimizer);
}
