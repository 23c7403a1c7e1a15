import * as z from 'zod/mini';
import { parseOptions } from '../../../internal';
import { checkOptimizer } from '../parameter-target';
import type { RatedOptimizer } from './lr-schedule';
import { LRSchedule } from './lr-schedule';
import { requireMomentum } from './momentum';
import type { PerGroup } from './per-group';
import { ofGroup, perGroup, perGroupNumberSchema } from './per-group';

type ScaleFunction = (x: number) => number;

const schema = z.strictObject({
  baseLr: perGroupNumberSchema,
  maxLr: perGroupNumberSchema,
  stepSizeUp: z._default(z.int().check(z.minimum(1)), 2000),
  stepSizeDown: z.exactOptional(z.int().check(z.minimum(0))),
  mode: z._default(z.enum(['triangular', 'triangular2', 'exp_range']), 'triangular'),
  gamma: z._default(z.number(), 1),
  scaleFn: z.exactOptional(z.custom<ScaleFunction>((value) => typeof value === 'function', 'a function')),
  scaleMode: z._default(z.enum(['cycle', 'iterations']), 'cycle'),
  cycleMomentum: z._default(z.boolean(), true),
  baseMomentum: z._default(perGroupNumberSchema, 0.8),
  maxMomentum: z._default(perGroupNumberSchema, 0.9),
});

/** Options of {@link CyclicLR}. */
export interface CyclicLROptions {
  /** Least rate, for all groups or a list with one for each. */
  readonly baseLr: PerGroup<number>;
  /** Greatest rate of the first cycle. */
  readonly maxLr: PerGroup<number>;
  /** Steps up; at least 1. @default 2000 */
  readonly stepSizeUp?: number;
  /** Steps down; at least 0. Default: as many as up. */
  readonly stepSizeDown?: number;
  /** How the height of a cycle changes: not, halved with each cycle, or times `gamma` at each step. @default 'triangular' */
  readonly mode?: 'triangular' | 'triangular2' | 'exp_range';
  /** For `exp_range`. @default 1 */
  readonly gamma?: number;
  /** What the height is multiplied with, instead of `mode`: a function of what `scaleMode` says. It is not saved. */
  readonly scaleFn?: ScaleFunction;
  /** Whether `scaleFn` gets the number of the cycle, from 1, or the number of steps. @default 'cycle' */
  readonly scaleMode?: 'cycle' | 'iterations';
  /** Whether the momentum goes the other way: high where the rate is low. @default true */
  readonly cycleMomentum?: boolean;
  /** Least momentum. @default 0.8 */
  readonly baseMomentum?: PerGroup<number>;
  /** Greatest momentum. @default 0.9 */
  readonly maxMomentum?: PerGroup<number>;
}

/**
 * Leads the learning rate in lines up from `baseLr` to `maxLr` and down again, over and over.
 *
 * @throws OptionError with `cycleMomentum`, which is the default, for an optimizer without momentum
 *
 * @example
 * ```ts
 * import { CyclicLR, LRScheduler } from 'tfjs-ignite';
 *
 * const schedule = new CyclicLR({ paramGroups: [{ lr: 1 }] }, { baseLr: 0, maxLr: 1, stepSizeUp: 2, cycleMomentum: false });
 * LRScheduler.simulateValues(5, schedule); // => [ [ 0, 0 ], [ 1, 0.5 ], [ 2, 1 ], [ 3, 0.5 ], [ 4, 0 ] ]
 * ```
 */
export class CyclicLR extends LRSchedule {
  constructor(optimizer: RatedOptimizer, options: CyclicLROptions) {
    const owner = 'CyclicLR';
    const { baseLr, maxLr, baseMomentum, maxMomentum, cycleMomentum, scaleFn, ...rest } = parseOptions(owner, schema, options);
    const { stepSizeUp, stepSizeDown = stepSizeUp, mode, gamma, scaleMode } = rest;
    const { paramGroups } = checkOptimizer(owner, optimizer);
    const spread = (name: string, given: PerGroup<number>): readonly number[] => perGroup(`${owner}.${name}`, given, optimizer);
    const [baseLrs, maxLrs] = [spread('baseLr', baseLr), spread('maxLr', maxLr)];
    const [baseMomentums, maxMomentums] = [spread('baseMomentum', baseMomentum), spread('maxMomentum', maxMomentum)];
    if (cycleMomentum) requireMomentum(owner, paramGroups);
    const totalSize = stepSizeUp + stepSizeDown;
    const ratio = stepSizeUp / totalSize;
    const scale = scaleFn ?? scaleFunction(mode, gamma);
    const isByCycle = scaleFn === undefined ? mode !== 'exp_range' : scaleMode === 'cycle';
    /** The share of the way up at an epoch, with the height of its cycle. */
    const height = (epoch: number, range: number): number => {
      const cycle = Math.floor(1 + epoch / totalSize);
      const x = 1 + epoch / totalSize - cycle;
      return range * (x <= ratio ? x / ratio : (x - 1) / (ratio - 1)) * scale(isByCycle ? cycle : epoch);
    };
    super(owner, optimizer, {
      rate: ({ baseLr: least, epoch, index }) => least + height(epoch, ofGroup(maxLrs, index) - least),
      closedForm: true,
      baseLrs,
      ...(cycleMomentum
        ? { momentum: (epoch, index) => ofGroup(maxMomentums, index) - height(epoch, ofGroup(maxMomentums, index) - ofGroup(baseMomentums, index)) }
        : {}),
      settings: { maxLrs, stepSizeUp, stepSizeDown, mode, gamma, scaleMode, cycleMomentum, baseMomentums, maxMomentums },
    });
  }
}

function scaleFunction(mode: 'triangular' | 'triangular2' | 'exp_range', gamma: number): ScaleFunction {
  if (mode === 'triangular') return () => 1;
  return mode === 'triangular2' ? (cycle) => 1 / 2 ** (cycle - 1) : (step) => gamma ** step;
}
