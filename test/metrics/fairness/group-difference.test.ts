import { NotComputableError, OptionError, ShapeError } from '../../../src/errors';
import type { AnyMetric, NumericValue } from '../../../src/metrics';
import { DemographicParityDifference, EpochMetric, SubgroupAccuracyDifference, SubgroupDifference } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';

useTestBackend();

/** The difference of metrics whose values are these. */
async function differenceOf(...values: readonly NumericValue[]): Promise<number> {
  const metric = new SubgroupDifference({ baseMetric: (options) => new EpochMetric(({ data }) => values[data[0] ?? NaN] ?? NaN, options), groups: [...values.keys()] });
  await metric.update([[...values.keys()], [...values.keys()], [...values.keys()]]);
  return metric.compute();
}

test.each<[string, readonly NumericValue[], number]>([
  ['numbers', [0.5, 0.25, 1], 0.75],
  ['arrays: the largest difference at one place', [[0.5, 1], [0.25, 0], [1, 0.5]], 1],
  ['matrices', [[[1, 2], [3, 4]], [[1, 5], [3, 3]]], 3],
  ['NaN wins', [0.5, NaN, 1], NaN],
])('%s', async (_, values, expected) => {
  expect(await differenceOf(...values)).toBe(expected);
});

test.each<[string, readonly NumericValue[]]>([['a number and an array', [1, [1]]], ['arrays of different lengths', [[1, 2], [1]]], ['empty arrays', [[], []]]])('refuses %s', async (_, values) => {
  await expect(differenceOf(...values)).rejects.toThrow(ShapeError);
});

// By hand: of group a two of three are right and 1 is predicted twice, of group b none of two is right and 1 is predicted once.
test.each([
  ['SubgroupAccuracyDifference', () => new SubgroupAccuracyDifference({ groups: ['a', 'b'] }), 2 / 3],
  ['DemographicParityDifference', () => new DemographicParityDifference({ groups: ['a', 'b'] }), 2 / 3 - 1 / 2],
] as const)('%s', async (_, make, expected) => {
  const metric = make();
  await metric.update([[1, 1, 0], [1, 0, 0], ['a', 'b', 'a']]);
  await metric.update([[1, 0, 1], [0, 1, 1], ['a', 'b', 'elsewhere']]);
  expect(await metric.compute()).toBeCloseTo(expected, 12);
});

test.each([
  ['SubgroupAccuracyDifference', () => new SubgroupAccuracyDifference({ groups: [0, 1], isMultilabel: true, layout: 'NCHW' }), 1],
  ['DemographicParityDifference', () => new DemographicParityDifference({ groups: [0, 1], isMultilabel: true, layout: 'NCHW' }), 1 / 2],
] as const)('%s of labels on the second axis', async (_, make, expected) => {
  const metric = make();
  const yPred = [[[1, 0], [0, 0]], [[1, 0], [1, 0]]];
  await metric.update([yPred, [[[1, 0], [0, 0]], [[0, 0], [0, 1]]], [0, 1]]);
  expect(await metric.compute()).toBeCloseTo(expected, 12);
});

test.each<[string, (options: object) => AnyMetric<number>]>([
  ['SubgroupAccuracyDifference', (options) => new SubgroupAccuracyDifference({ groups: [0, 1], ...options })],
  ['DemographicParityDifference', (options) => new DemographicParityDifference({ groups: [0, 1], ...options })],
])('%s needs two groups, and refuses options that do not fit', async (_, make) => {
  const metric = make({});
  expect(() => metric.compute()).toThrow(NotComputableError);
  await metric.update([[1, 0], [1, 0], [0, 0]]);
  expect(() => metric.compute()).toThrow(NotComputableError);
  for (const options of [{ groups: [] }, { isMultilabel: 1 }, { layout: 'NHCW' }, { baseMetric: () => metric }]) expect(() => make(options)).toThrow(OptionError);
});
