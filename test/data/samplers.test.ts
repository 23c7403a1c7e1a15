import { RandomSampler, SequentialSampler } from '../../src/data';
import { OptionError } from '../../src/errors';

it('a sequential sampler gives the same order in every epoch', () => {
  expect([...new SequentialSampler(4).indices()]).toEqual([0, 1, 2, 3]);
});

it('a random sampler gives every sample once, in an order that seed and epoch decide', () => {
  const [one, two] = [new RandomSampler(30, { seed: 5 }), new RandomSampler(30, { seed: 5 })];
  expect([...one.indices(2)].sort((a, b) => a - b)).toEqual([...new SequentialSampler(30).indices()]);
  expect(one.indices(2)).toEqual(two.indices(2));
  expect(one.indices(3)).not.toEqual(one.indices(2));
  expect(new RandomSampler(30, { seed: 6 }).indices(2)).not.toEqual(one.indices(2));
});

it('lengths and seeds are checked', () => {
  expect(() => new SequentialSampler(-1)).toThrow(OptionError);
  expect(() => new RandomSampler(3, { seed: 0.5 })).toThrow(OptionError);
});
