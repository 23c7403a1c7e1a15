import fc from 'fast-check';
import { arrayDataset, randomSplit } from '../../src/data';
import type { Dataset } from '../../src/data';
import { OptionError } from '../../src/errors';

const count = (length: number): Dataset<number> => arrayDataset(Array.from({ length }, (_, index) => index));
const lengths = (parts: readonly { length: number }[]): number[] => parts.map((part) => part.length);

it('the parts have no sample in common and together all of them', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { minLength: 1, maxLength: 5 }), fc.integer(), (sizes, seed) => {
      const total = sizes.reduce((a, b) => a + b, 0);
      const parts = randomSplit(count(total), sizes, { seed });
      expect(lengths(parts)).toEqual(sizes);
      expect(parts.flatMap((part) => [...part.indices]).sort((a, b) => a - b)).toEqual(Array.from({ length: total }, (_, index) => index));
    }),
  );
});

// torch.utils.data.random_split: floor of each, the remainder one by one from the first.
it.each([
  [10, [0.75, 0.25], [8, 2]],
  [10, [0.33, 0.33, 0.34], [4, 3, 3]],
  [30_607, [0.75, 0.125, 0.125], [22_956, 3_826, 3_825]],
  [3, [0.5, 0.5], [2, 1]],
  [5, [1], [5]],
  [7, [0, 1], [0, 7]],
])('%d samples by fractions %j are %j', (total, fractions, expected) => {
  expect(lengths(randomSplit(count(total), fractions))).toEqual(expected);
});

it('one sample and [1] or [0, 1] are the same by both rules', () => {
  expect(lengths(randomSplit(count(1), [0, 1]))).toEqual([0, 1]);
});

it('the same seed gives the same parts, another one others', () => {
  const indices = (seed: number): number[][] => randomSplit(count(100), [50, 50], { seed }).map((part) => [...part.indices]);
  expect(indices(1)).toEqual(indices(1));
  expect(indices(1)).not.toEqual(indices(2));
});

it.each<[string, number[]]>([
  ['lengths of another sum', [3, 3]],
  ['fractions of another sum', [0.5, 0.4]],
  ['negative numbers', [11, -1]],
  ['no numbers', []],
  ['something that is no number', [NaN, 1]],
])('%s are refused', (_, numbers) => {
  expect(() => randomSplit(count(10), numbers)).toThrow(OptionError);
});
