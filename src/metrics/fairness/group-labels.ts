import type * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import type { HostTensor, TypedArray } from '../../contracts';
import { ShapeError } from '../../errors';
import type { MaybePromise } from '../../internal';
import { andThen } from '../../internal';
import { readNumbers } from '../numbers';

/** Name of a group: a label with this very value belongs to it. */
export type Group = string | number;

/** Which group each row of a batch belongs to: strings in an array, or numbers in anything that holds numbers. */
export type GroupLabels = tf.Tensor | HostTensor | TypedArray | readonly Group[];

/** The labels of a batch in plain memory. */
export interface HostLabels {
  readonly values: ArrayLike<Group>;
  /** Whether numbers were rounded to float32. */
  readonly isFloat32: boolean;
}

/** The schema of the groups that a metric tells apart. */
export const groupsSchema = z
  .array(z.union([z.string(), z.number()], { error: 'strings and numbers' }))
  .check(z.minLength(1), z.refine((groups) => new Set(groups.map(String)).size === groups.length, { error: 'groups of different names' }));

/**
 * The labels of a batch: at once, unless they are on a device that is dear to read.
 *
 * @throws ShapeError for anything but a vector of numbers or an array of strings and numbers
 */
export function readLabels(labels: GroupLabels, owner: string): MaybePromise<HostLabels> {
  if (isPlain(labels)) {
    const stranger = labels.findIndex((label: unknown) => typeof label !== 'string' && typeof label !== 'number');
    if (stranger !== -1) throw new ShapeError({ owner, expected: 'strings or numbers, one for each row', got: labels[stranger] });
    return { values: labels, isFloat32: false };
  }
  return andThen(readNumbers(labels, owner), ({ shape, dtype, data }) => {
    checkVector(shape, owner);
    return { values: data, isFloat32: dtype === 'float32' };
  });
}

/** Refuses labels that are not one for each row. */
export function checkVector(shape: readonly number[], owner: string): void {
  if (shape.length !== 1) throw new ShapeError({ owner, expected: 'shape [batch]', got: { shape } });
}

function isPlain(labels: GroupLabels): labels is readonly Group[] {
  return Array.isArray(labels);
}

/** The rows of each group, in the order of the groups; labels that are no group's are left out. */
export function rowsOfGroups({ values, isFloat32 }: HostLabels, groups: readonly Group[]): readonly (readonly number[])[] {
  const rows: number[][] = groups.map(() => []);
  const byLabel = new Map<Group | undefined, number[]>();
  for (const [index, group] of groups.entries()) byLabel.set(isFloat32 && typeof group === 'number' ? Math.fround(group) : group, rows[index] ?? []);
  for (let row = 0; row < values.length; row++) byLabel.get(values[row])?.push(row);
  return rows;
}
