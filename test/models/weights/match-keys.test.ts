import { matchKeys } from '../../../src/models/weights/match-keys';

const model = ['a.weight', 'b.denselayer1.norm1.weight'];

describe('matchKeys', () => {
  it.each([
    ['equal names', model],
    ['names with counters', [...model, 'a.num_batches_tracked', 'num_batches_tracked']],
    ['old DenseNet names', ['a.weight', 'b.denselayer1.norm.1.weight', 'b.denselayer1.norm.1.num_batches_tracked']],
    ['a shared prefix', model.map((key) => `module.${key}`)],
    ['a shared prefix of several parts and old names', ['x.y.a.weight', 'x.y.b.denselayer1.norm.1.weight']],
  ])('matches %s', (_, keys) => {
    const { found, missing, unexpected } = matchKeys(model, keys);
    expect([[...found.keys()].sort(), missing, unexpected]).toEqual([model, [], []]);
    for (const key of found.values()) expect(keys).toContain(key);
  });

  it('lists what is missing and what is left over under their own names', () => {
    const { missing, unexpected } = matchKeys(model, ['a.weight', '__proto__', 'c.denselayer1.norm.1.weight']);
    expect([missing, unexpected]).toEqual([['b.denselayer1.norm1.weight'], ['__proto__', 'c.denselayer1.norm.1.weight']]);
  });

  it('takes one of two keys that mean the same, and leaves the other over', () => {
    const { unexpected } = matchKeys(model, [...model, 'b.denselayer1.norm.1.weight']);
    expect(unexpected).toEqual(['b.denselayer1.norm.1.weight']);
  });
});
