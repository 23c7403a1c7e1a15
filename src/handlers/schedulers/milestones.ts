import * as z from 'zod/mini';
import type { StateTree } from '../../contracts';

/** Events and the values at them. */
export type MilestonesValues = readonly (readonly [milestone: number, value: number])[];

/** Pairs of a milestone and a value, for schemas. */
export const milestonesValuesSchema = z
  .array(z.tuple([z.int(), z.number()], 'a pair [milestone, value]'))
  .check(
    z.minLength(1),
    z.refine((pairs) => isRising(pairs.map(([milestone]) => milestone)), 'milestones that do not fall'),
  );

/** Milestones without values, for schemas. */
export const milestonesSchema = z.array(z.int()).check(z.refine(isRising, 'milestones that do not fall'));

function isRising(milestones: readonly number[]): boolean {
  return milestones.every((milestone, index) => milestone >= (milestones[index - 1] ?? -Infinity));
}

/** The value at an event: on the line between the milestones around it, and level before the first and after the last. */
export function piecewiseLinear(milestonesValues: MilestonesValues, eventIndex: number): number {
  // Of several milestones at one event the last counts.
  const at = milestonesValues.findLastIndex(([milestone]) => milestone <= eventIndex);
  const [, first = NaN] = milestonesValues[0] ?? [];
  const [startIndex, startValue] = milestonesValues[at] ?? [eventIndex, first];
  const [endIndex, endValue] = at < 0 ? [eventIndex + 1, startValue] : (milestonesValues[at + 1] ?? [eventIndex + 1, startValue]);
  return startValue + ((endValue - startValue) * (eventIndex - startIndex)) / (endIndex - startIndex);
}

/** How milestones and values are saved. */
export function milestonesState(milestonesValues: MilestonesValues): StateTree {
  return { milestones: milestonesValues.map(([milestone]) => milestone), values: milestonesValues.map(([, value]) => value) };
}
