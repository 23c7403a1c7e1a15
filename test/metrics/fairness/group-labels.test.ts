import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import { ShapeError } from '../../../src/errors';
import type { Group, GroupLabels } from '../../../src/metrics';
import { groupsSchema, readLabels, rowsOfGroups } from '../../../src/metrics/fairness/group-labels';
import { useTestBackend } from '../../support/backend';

useTestBackend();

async function rowsOf(labels: GroupLabels, groups: readonly Group[]): Promise<readonly (readonly number[])[]> {
  return rowsOfGroups(await readLabels(labels, 'Test'), groups);
}

test.each<[string, GroupLabels, readonly Group[], readonly (readonly number[])[]]>([
  ['strings', ['b', 'a', 'c', 'a'], ['a', 'b'], [[1, 3], [0]]],
  ['a string is no number', ['1', 1, '1'], [1], [[1]]],
  ['a typed array', Int32Array.of(2, 0, 2, 7), [0, 2, 5], [[1], [0, 2], []]],
  ['a host tensor of floats', { dtype: 'float32', shape: [2], data: Float32Array.of(0.1, 0.2) }, [0.2, 0.1], [[1], [0]]],
  ['doubles', Float64Array.of(0.1, Math.fround(0.1)), [0.1], [[0]]],
  ['both zeros are one', [-0, 0], [0], [[0, 1]]],
  ['NaN is in no group', [NaN, 1], [1], [[1]]],
])('%s', async (_, labels, groups, expected) => {
  expect(await rowsOf(labels, groups)).toEqual(expected);
});

test('tensors of every dtype', async () => {
  for (const dtype of ['float32', 'int32', 'bool'] as const) {
    const labels = tf.tensor1d([1, 0, 1], dtype);
    expect(await rowsOf(labels, [0, 1])).toEqual([[1], [0, 2]]);
    labels.dispose();
  }
});

test.each([['nested arrays', [[1], [2]]], ['booleans', [true]], ['missing ones', [1, undefined]], ['a matrix', { dtype: 'int32', shape: [1, 1], data: Int32Array.of(1) }], ['nothing', undefined]])(
  'refuses %s',
  (_, labels) => {
    expect(() => readLabels(labels as never, 'Test')).toThrow(ShapeError);
  },
);

test.each([[[], false], [[0, 'a'], true], [[1, '1'], false], [[0, 0], false], [[true], false], [[NaN], false]])('groups %j: %p', (groups, accepted) => {
  expect(z.safeParse(groupsSchema, groups).success).toBe(accepted);
});
