import * as z from 'zod/mini';
import { OptionError } from '../../../errors';
import type { RatedOptimizer } from './lr-schedule';

/** One for all groups, or a list with one for each. */
export type PerGroup<T> = T | readonly T[];

/** A factor as a function of the number of steps taken. */
export type LRLambda = (epoch: number) => number;

/** A number for all groups or one for each, for schemas. */
export const perGroupNumberSchema = z.custom<PerGroup<number>>((value) => isPerGroup(value, (each) => typeof each === 'number' && Number.isFinite(each)), 'a number, or one for each group');

/** A function for all groups or one for each, for schemas. */
export const perGroupLambdaSchema = z.custom<PerGroup<LRLambda>>((value) => isPerGroup(value, (each) => typeof each === 'function'), 'a function of the epoch, or one for each group');

/** @throws OptionError for a list of another length than the groups */
export function perGroup<T extends number | LRLambda>(owner: string, given: PerGroup<T>, { paramGroups }: RatedOptimizer): readonly T[] {
  if (!isList(given)) return paramGroups.map(() => given);
  if (given.length === paramGroups.length) return [...given];
  throw new OptionError({ owner, expected: `one for each of the ${paramGroups.length} groups`, got: given });
}

/** Of a list with one for each group, that of a group. */
export function ofGroup<T>(list: readonly T[], index: number): T {
  const value = list[index];
  // Lists are made by `perGroup` and have an entry for each group of the schedule.
  if (value === undefined) throw new RangeError(`no entry for group ${index}`);
  return value;
}

function isList<T>(given: PerGroup<T>): given is readonly T[] {
  return Array.isArray(given);
}

function isPerGroup(value: unknown, isOne: (each: unknown) => boolean): boolean {
  return Array.isArray(value) ? value.every(isOne) : isOne(value);
}
