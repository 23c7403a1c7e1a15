import { arrayDataset } from '../../src/data';
import { OptionError } from '../../src/errors';

it('a dataset over a list answers at once, and shows what is changed in the list', () => {
  const list = ['a', 'b'];
  const dataset = arrayDataset(list);
  list.push('c');
  expect([dataset.length, dataset.get(2)]).toEqual([3, 'c']);
});

it.each([3, -1, 0.5, NaN])('an index %d that it does not have is refused', (index) => {
  expect(() => arrayDataset(['a', 'b', 'c']).get(index)).toThrow(OptionError);
});

it('an empty one says that it is empty', () => {
  expect(() => arrayDataset([]).get(0)).toThrow(/it is empty/);
});
