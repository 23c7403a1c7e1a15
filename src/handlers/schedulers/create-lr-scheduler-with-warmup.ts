import * as z from 'zod/mini';
import type { Logger } from '../../contracts';
import { parseOptions } from '../../internal';
import type { ParamGroupsHolder } from '../loggers/optimizer-params-handler';
import { ConcatScheduler } from './concat-scheduler';
import { LRSchedule } from './lr/lr-schedule';
import { LRScheduler } from './lr-scheduler';
import type { MilestonesValues } from './milestones';
import type { OptimizerScheduler } from './optimizer-scheduler';
import { schedulerSchema } from './optimizer-scheduler';
import { ParamGroupScheduler } from './param-group-scheduler';
import { ParameterTarget } from './parameter-target';
import { PiecewiseLinear } from './piecewise-linear';
import type { SimulatedValues } from './simulate';

const OWNER = 'createLrSchedulerWithWarmup';

const schema = z.strictObject({
  warmupStartValue: z.number(),
  warmupDuration: z.int().check(z.minimum(2)),
  warmupEndValue: z.exactOptional(z.number()),
  saveHistory: z._default(z.boolean(), false),
  outputSimulatedValues: z.exactOptional(z.custom<SimulatedValues>(Array.isArray, 'an array to be filled')),
});
const givenSchema = z.strictObject({ lrScheduler: z.union([z.instanceof(LRSchedule), schedulerSchema], 'a parameter scheduler, or a schedule such as StepLR') });

/** Options of {@link createLrSchedulerWithWarmup}. */
export interface WarmupOptions {
  /** Learning rate of the first event. */
  readonly warmupStartValue: number;
  /** Events of the warmup; at least 2. */
  readonly warmupDuration: number;
  /** Learning rate of the last event of the warmup. Default: the rate that a group has. */
  readonly warmupEndValue?: number;
  /** Whether the values are kept in `state.attributes.paramHistory`, a list for each event and group. @default false */
  readonly saveHistory?: boolean;
  /** An array whose places, as many as it has, are filled with rows of an event's number and the rates at it. Default: none. */
  readonly outputSimulatedValues?: SimulatedValues;
}

/** Is told nothing: here the first step belongs to the first event. */
const quiet: Logger = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/**
 * Puts a warmup before a scheduler: the learning rate of each group goes in a line from one value to another, and then as the scheduler says.
 *
 * The rate that the schedule begins with is not had twice: where the warmup ends at it, the schedule goes on with its second.
 *
 * @throws OptionError for wrong options
 *
 * @example
 * ```ts
 * import { ExponentialLR, createLrSchedulerWithWarmup } from 'tfjs-ignite';
 * import type { SimulatedValues } from 'tfjs-ignite/handlers';
 *
 * const schedule = new ExponentialLR({ paramGroups: [{ lr: 1 }] }, { gamma: 0.5 });
 * const rows: SimulatedValues = new Array(5);
 * createLrSchedulerWithWarmup(schedule, { warmupStartValue: 0, warmupDuration: 3, outputSimulatedValues: rows });
 * rows; // => [ [ 0, 0 ], [ 1, 0.5 ], [ 2, 1 ], [ 3, 0.5 ], [ 4, 0.25 ] ]
 * ```
 */
export function createLrSchedulerWithWarmup(lrScheduler: LRSchedule | OptimizerScheduler, options: WarmupOptions): ConcatScheduler {
  parseOptions(OWNER, givenSchema, { lrScheduler });
  const { warmupStartValue, warmupDuration, warmupEndValue, saveHistory, outputSimulatedValues } = parseOptions(OWNER, schema, options);
  const { optimizer, scheduler, firstValue, ownsFirst } = afterWarmup(lrScheduler);
  const rates = new ParameterTarget(OWNER, optimizer, 'lr').read();
  const ends = rates.map((rate) => warmupEndValue ?? rate);
  const firsts = rates.map((rate) => firstValue ?? rate);
  const joins = firsts.every((first, index) => first === ends[index]);
  // Of the warmup and the scheduler only one may have the value at which they join.
  const extent = warmupDuration + (ownsFirst ? (joins ? -1 : 0) : joins ? 0 : 1);
  const lines = ends.map((end, index) => warmupLine(warmupStartValue, end, warmupDuration, extent, firsts[index] ?? end));
  const warmups = lines.map((milestonesValues, paramGroupIndex) => new PiecewiseLinear(optimizer, { paramName: 'lr', milestonesValues, paramGroupIndex }));
  const schedulers = [new ParamGroupScheduler(warmups), scheduler];
  const durations = [extent];
  const result = new ConcatScheduler(schedulers, { durations, saveHistory });
  if (outputSimulatedValues !== undefined) {
    const rows = ConcatScheduler.simulateValues(outputSimulatedValues.length, schedulers, { durations });
    for (const [index, row] of rows.entries()) outputSimulatedValues[index] = row;
  }
  return result;
}

/** What follows the warmup: with its first value, or (a schedule whose first rate the groups have already) from its second on. */
interface Sequel {
  readonly optimizer: ParamGroupsHolder;
  readonly scheduler: OptimizerScheduler;
  /** `undefined` where it is the rate that each group has. */
  readonly firstValue: number | undefined;
  readonly ownsFirst: boolean;
}

function afterWarmup(given: LRSchedule | OptimizerScheduler): Sequel {
  const schedule = given instanceof LRScheduler ? given.lrScheduler : given;
  if (schedule instanceof LRSchedule) {
    const scheduler = new LRScheduler(schedule, { useLegacy: true, logger: quiet });
    return { optimizer: schedule.optimizer, scheduler, firstValue: undefined, ownsFirst: false };
  }
  const value = schedule.getParam();
  // Several values never join: the scheduler begins with its own.
  return { optimizer: schedule.targets[0]?.optimizer ?? { paramGroups: [] }, scheduler: schedule, firstValue: typeof value === 'number' ? value : NaN, ownsFirst: true };
}

/** From `start` to `end` in `duration` events, of which the last may be left to the scheduler; one more leads back to the scheduler's first value. */
function warmupLine(start: number, end: number, duration: number, extent: number, first: number): MilestonesValues {
  if (extent > duration) return [[0, start], [duration - 1, end], [duration, first]];
  if (extent === duration) return [[0, start], [duration - 1, end]];
  return duration > 2 ? [[0, start], [duration - 2, end - (end - start) / (duration - 1)]] : [[0, start]];
}
