import * as fc from 'fast-check';
import type { AnyMetric, MetricOptions } from '../../../src/metrics';
import { Accuracy, DemographicParityDifference, EpochMetric, Precision, SelectionRate, SubgroupAccuracyDifference, SubgroupDifference, SubgroupMetric } from '../../../src/metrics';
import { describeContract, subject, tensorsOf } from '../contract';

type Example = readonly [prediction: unknown, target: unknown, group: string | number];

const float = fc.float({ min: Math.fround(0.1), max: 8, noNaN: true });
const bit = fc.integer({ min: 0, max: 1 });

/** Labels in a plain array, by which rows are told apart without a read. */
const withPlainLabels = (...dtypes: readonly ('float32' | 'int32')[]): ((examples: readonly Example[]) => unknown[]) => {
  const tensors = tensorsOf(...dtypes);
  return (examples) => [...tensors(examples), examples.map(([, , group]) => group)];
};

const binary = {
  example: fc.tuple(bit, bit, fc.constantFrom('a', 'b', 'elsewhere')),
  batch: withPlainLabels('int32', 'int32'),
  refused: {
    '2 among 0 and 1, in the last group only': () => [[1, 2], [1, 1], ['a', 'b']],
    'different numbers of rows': () => [[1, 1], [1], ['a', 'b']],
    'another number of labels': () => [[1, 1], [1, 1], ['a']],
    'no labels': () => [[1, 1], [1, 1]],
    scores: () => [[[1, 2], [1, 2]], [0, 1], ['a', 'b']],
  },
};
const multiclass = {
  example: fc.tuple(fc.tuple(float, float, float), fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 })),
  batch: withPlainLabels('float32', 'int32'),
  refused: { 'another number of classes': () => [[[1, 2], [1, 2]], [0, 1], [0, 1]], 'labels that are no vector': () => [[[1, 2, 3]], [1], [[0]]] },
};

/** Two rows an example, one of each group, so that there is always a difference. */
const pairs = {
  example: fc.tuple(bit, bit, bit, bit),
  batch: (examples: readonly (readonly [number, number, number, number])[]): unknown[] =>
    binary.batch(examples.flatMap(([first, firstTarget, second, secondTarget]): Example[] => [[first, firstTarget, 'a'], [second, secondTarget, 'b']])),
  refused: binary.refused,
};
const differences: readonly (readonly [string, (options?: MetricOptions) => AnyMetric])[] = [
  ['SubgroupDifference', (options) => new SubgroupDifference({ ...options, baseMetric: (base) => new Accuracy(base), groups: ['a', 'b'] })],
  ['SubgroupAccuracyDifference', (options) => new SubgroupAccuracyDifference({ ...options, groups: ['a', 'b'] })],
  ['DemographicParityDifference', (options) => new DemographicParityDifference({ ...options, groups: ['a', 'b'] })],
];

describeContract([
  subject({ name: 'SelectionRate, binary', make: (options) => new SelectionRate(options), example: fc.tuple(bit, bit), batch: tensorsOf('int32', 'int32'), refused: { '2 among 0 and 1': () => [[2], [1]], scores: () => [[[1, 2]], [0]] } }),
  subject({ name: 'SelectionRate, multiclass', make: (options) => new SelectionRate(options), example: fc.tuple(fc.tuple(float, float, float), fc.integer({ min: 0, max: 2 })), batch: tensorsOf('float32', 'int32'), refused: { 'another number of classes': () => [[[1, 2]], [0]] } }),
  subject({
    name: 'SelectionRate, multilabel',
    make: (options) => new SelectionRate({ ...options, isMultilabel: true }),
    example: fc.tuple(fc.tuple(bit, bit), fc.tuple(bit, bit)),
    batch: tensorsOf('int32', 'int32'),
    refused: { 'another number of labels': () => [[[1, 0, 0]], [[1, 0, 0]]] },
  }),
  subject({ name: 'SubgroupMetric, binary', make: (options) => new SubgroupMetric({ ...options, baseMetric: (base) => new Accuracy(base), groups: ['a', 'b'] }), ...binary, before: {} }),
  subject({ name: 'SubgroupMetric, multiclass', make: (options) => new SubgroupMetric({ ...options, baseMetric: (base) => new Precision({ ...base, average: 'micro' }), groups: [0, 1, 2] }), ...multiclass, before: {} }),
  subject({
    name: 'SubgroupMetric of what keeps everything',
    make: (options) => new SubgroupMetric({ ...options, baseMetric: (base) => new EpochMetric(({ data }) => data.reduce((sum, value) => sum + value, 0), base), groups: ['a', 'b'] }),
    ...binary,
    refused: {},
    before: {},
  }),
  ...differences.map(([name, make]) => subject({ name, make, ...pairs })),
]);
