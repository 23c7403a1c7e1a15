import { OptionError } from '../../errors';
import type { ParamGroupsHolder } from '../loggers/optimizer-params-handler';
import { loadAll } from './optimizer-scheduler';
import type { OptimizerScheduler } from './optimizer-scheduler';

/** Rows of an event's number, from 0, and the values that are set at it. */
export type SimulatedValues = (readonly number[])[];

/** One row for each event. */
export function simulateRows(numEvents: number, values: (index: number) => readonly number[]): SimulatedValues {
  if (!Number.isSafeInteger(numEvents) || numEvents < 0) throw new OptionError({ owner: 'simulateValues.numEvents', expected: 'an integer of at least 0', got: numEvents });
  return Array.from({ length: numEvents }, (_, index) => [index, ...values(index)]);
}

/** What a scheduler sets on an optimizer that is made for it, with as many groups as its options need. */
export function simulateAlone(
  numEvents: number,
  { paramName, paramGroupIndex = 0 }: { readonly paramName: string; readonly paramGroupIndex?: number },
  make: (optimizer: ParamGroupsHolder) => OptimizerScheduler,
): SimulatedValues {
  const scheduler = make({ paramGroups: Array.from({ length: paramGroupIndex + 1 }, () => ({ [paramName]: 0 })) });
  return simulateRows(numEvents, () => {
    scheduler.advance();
    return readTargets(scheduler).slice(0, 1);
  });
}

/** Simulates with schedulers that are in use: they and their optimizers are afterwards as before. */
export function withoutTrace<Result>(schedulers: readonly OptimizerScheduler[], simulation: () => Result): Result {
  const states = schedulers.map((scheduler) => ({ scheduler, state: scheduler.stateDict() }));
  const optimizers = new Set(schedulers.flatMap(({ targets }) => targets.map(({ optimizer }) => optimizer)));
  const groups = [...optimizers].flatMap(({ paramGroups }) => paramGroups.map((group) => ({ group, values: { ...group } })));
  try {
    return simulation();
  } finally {
    loadAll(states);
    for (const { group, values } of groups) Object.assign(group, values);
  }
}

/** The values of all groups that a scheduler set last. */
export function readTargets({ targets }: OptimizerScheduler): number[] {
  return targets.flatMap((target) => target.read());
}
