import { arrayDataset, Subset } from '../../src/data';
import { OptionError } from '../../src/errors';

const letters = arrayDataset(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']);

it('a subset answers with the samples of its indices, in their order', () => {
  const subset = new Subset(letters, [7, 2, 7]);
  expect([subset.length, subset.get(0), subset.get(1), subset.get(2)]).toEqual([3, 'h', 'c', 'h']);
  expect(new Subset(subset, [1]).get(0)).toBe('c');
});

it('a promise of the dataset is handed on as it is', async () => {
  const subset = new Subset({ length: 2, get: async (index: number) => index * 10 }, [1]);
  await expect(subset.get(0)).resolves.toBe(10);
});

it('what is not there is refused', () => {
  expect(() => new Subset(letters, [7]).get(1)).toThrow(OptionError);
  expect(() => new Subset(letters, [0, 10])).toThrow(/Subset.indices\[1\]/);
  expect(() => new Subset(letters, [1.5])).toThrow(OptionError);
  expect(() => new Subset(letters, [-1])).toThrow(OptionError);
});
