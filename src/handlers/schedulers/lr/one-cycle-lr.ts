import * as z from 'zod/mini';
import { OptionError, StateError } from '../../../errors';
import { parseOptions } from '../../../internal';
import { checkOptimizer } from '../parameter-target';
import type { RatedOptimizer } from './lr-schedule';
import { LRSchedule } from './lr-schedule';
import { requireMomentum } from './momentum';
import type { PerGroup } from './per-group';
import { ofGroup, perGroup, perGroupNumberSchema } from './per-group';

const OWNER = 'OneCycleLR';
const count = z.int().check(z.minimum(1));

const schema = z.strictObject({
  maxLr: perGroupNumberSchema,
  totalSteps: z.exactOptional(count),
  epochs: z.exactOptional(count),
  stepsPerEpoch: z.exactOptional(count),
  pctStart: z._default(z.number().check(z.minimum(0), z.maximum(1)), 0.3),
  annealStrategy: z._default(z.enum(['cos', 'linear']), 'cos'),
  cycleMomentum: z._default(z.boolean(), true),
  baseMomentum: z._default(perGroupNumberSchema, 0.85),
  maxMomentum: z._default(perGroupNumberSchema, 0.95),
  divFactor: z._default(z.number().check(z.positive()), 25),
  finalDivFactor: z._default(z.number().check(z.positive()), 1e4),
  threePhase: z._default(z.boolean(), false),
});

/** Options of {@link OneCycleLR}. */
export interface OneCycleLROptions {
  /** Greatest rate, for all groups or a list with one for each. */
  readonly maxLr: PerGroup<number>;
  /** Steps of the cycle; at least 1. Default: `epochs * stepsPerEpoch`. */
  readonly totalSteps?: number;
  /** Needed without `totalSteps`. */
  readonly epochs?: number;
  /** Needed without `totalSteps`. */
  readonly stepsPerEpoch?: number;
  /** Share of the steps in which the rate rises; from 0 to 1. @default 0.3 */
  readonly pctStart?: number;
  /** Along half a cosine or a line. @default 'cos' */
  readonly annealStrategy?: 'cos' | 'linear';
  /** Whether the momentum goes the other way: high where the rate is low. @default true */
  readonly cycleMomentum?: boolean;
  /** Least momentum. @default 0.85 */
  readonly baseMomentum?: PerGroup<number>;
  /** Greatest momentum. @default 0.95 */
  readonly maxMomentum?: PerGroup<number>;
  /** The first rate is `maxLr / divFactor`. @default 25 */
  readonly divFactor?: number;
  /** The last rate is the first one divided by this. @default 10000 */
  readonly finalDivFactor?: number;
  /** Whether the rate falls back to the first one as fast as it rose, and to the last one then. @default false */
  readonly threePhase?: boolean;
}

/** A part of the cycle: from one to another of the first, the greatest and the last rate; momentums mirror them. */
interface Phase {
  readonly end: number;
  readonly from: Level;
  readonly to: Level;
}

type Level = 'first' | 'greatest' | 'last';

/**
 * One cycle: the learning rate rises from `maxLr / divFactor` to `maxLr` and falls far below where it began; the momentum goes the other way.
 *
 * @throws OptionError for wrong options, and with `cycleMomentum`, which is the default, for an optimizer without momentum
 * @throws StateError for more steps than the cycle has
 *
 * @example
 * ```ts
 * import { LRScheduler, OneCycleLR } from 'tfjs-ignite';
 *
 * const options = { maxLr: 1, totalSteps: 5, pctStart: 0.6, annealStrategy: 'linear', divFactor: 2, finalDivFactor: 1, cycleMomentum: false } as const;
 * const schedule = new OneCycleLR({ paramGroups: [{ lr: 1 }] }, options);
 * LRScheduler.simulateValues(5, schedule); // => [ [ 0, 0.5 ], [ 1, 0.75 ], [ 2, 1 ], [ 3, 0.75 ], [ 4, 0.5 ] ]
 * ```
 */
export class OneCycleLR extends LRSchedule {
  constructor(optimizer: RatedOptimizer, options: OneCycleLROptions) {
    const parsed = parseOptions(OWNER, schema, options);
    const { maxLr, baseMomentum, maxMomentum, pctStart, annealStrategy, cycleMomentum, divFactor, finalDivFactor, threePhase } = parsed;
    const { paramGroups } = checkOptimizer(OWNER, optimizer);
    const spread = (name: string, given: PerGroup<number>): readonly number[] => perGroup(`${OWNER}.${name}`, given, optimizer);
    const maxLrs = spread('maxLr', maxLr);
    const [baseMomentums, maxMomentums] = [spread('baseMomentum', baseMomentum), spread('maxMomentum', maxMomentum)];
    if (cycleMomentum) requireMomentum(OWNER, paramGroups);
    const totalSteps = stepsOf(parsed);
    const phases = phasesOf(totalSteps, pctStart, threePhase);
    const anneal = annealStrategy === 'cos' ? annealCosine : annealLinear;
    const at = (epoch: number, levels: Readonly<Record<Level, number>>): number => {
      const { phase, share } = placeIn(phases, epoch, totalSteps);
      return anneal(levels[phase.from], levels[phase.to], share);
    };
    super(OWNER, optimizer, {
      rate: ({ baseLr, epoch, index }) => at(epoch, { first: baseLr, greatest: ofGroup(maxLrs, index), last: baseLr / finalDivFactor }),
      closedForm: true,
      baseLrs: maxLrs.map((lr) => lr / divFactor),
      ...(cycleMomentum
        ? { momentum: (epoch, index) => at(epoch, { first: ofGroup(maxMomentums, index), greatest: ofGroup(baseMomentums, index), last: ofGroup(maxMomentums, index) }) }
        : {}),
      settings: { maxLrs, totalSteps, pctStart, annealStrategy, cycleMomentum, baseMomentums, maxMomentums, divFactor, finalDivFactor, threePhase },
    });
  }
}

function stepsOf({ totalSteps, epochs, stepsPerEpoch }: Pick<OneCycleLROptions, 'totalSteps' | 'epochs' | 'stepsPerEpoch'>): number {
  if (totalSteps !== undefined) return totalSteps;
  if (epochs !== undefined && stepsPerEpoch !== undefined) return epochs * stepsPerEpoch;
  throw new OptionError({ owner: `${OWNER}.totalSteps`, expected: 'totalSteps, or epochs and stepsPerEpoch', got: totalSteps });
}

function phasesOf(totalSteps: number, pctStart: number, threePhase: boolean): readonly Phase[] {
  const rise: Phase = { end: pctStart * totalSteps - 1, from: 'first', to: 'greatest' };
  const fall: Phase = { end: totalSteps - 1, from: threePhase ? 'first' : 'greatest', to: 'last' };
  const phases: readonly Phase[] = threePhase ? [rise, { end: 2 * pctStart * totalSteps - 2, from: 'greatest', to: 'first' }, fall] : [rise, fall];
  if (rise.end !== 0) return phases;
  throw new OptionError({ owner: `${OWNER}.pctStart`, expected: `a rise that is not exactly 1 of the ${totalSteps} steps, in which it could not begin and end`, got: pctStart });
}

function placeIn(phases: readonly Phase[], epoch: number, totalSteps: number): { readonly phase: Phase; readonly share: number } {
  if (epoch > totalSteps) {
    throw new StateError({ owner: OWNER, expected: `at most ${totalSteps} steps`, got: epoch, mend: 'Make the cycle as long as the run, or remove the handler when it is over.' });
  }
  const found = phases.findIndex(({ end }) => epoch <= end);
  const at = found < 0 ? phases.length - 1 : found;
  const phase = phases[at];
  if (phase === undefined) throw new RangeError('a cycle has phases'); // the index is within the list
  const start = phases[at - 1]?.end ?? 0;
  return { phase, share: (epoch - start) / (phase.end - start) };
}

function annealCosine(start: number, end: number, share: number): number {
  return end + ((start - end) / 2) * (Math.cos(Math.PI * share) + 1);
}

function annealLinear(start: number, end: number, share: number): number {
  return (end - start) * share + start;
}
