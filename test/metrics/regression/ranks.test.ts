import { averageRanks, hasNaN } from '../../../src/metrics/regression/ranks';

test.each([
  [
    [10, 30, 20],
    [1, 3, 2],
  ],
  [
    [2, 1, 2, 3],
    [2.5, 1, 2.5, 4],
  ],
  [
    [5, 5, 5],
    [2, 2, 2],
  ],
  [
    [0, -0, Infinity, -Infinity],
    [2.5, 2.5, 4, 1],
  ],
  [[], []],
])('the ranks of %p are %p', (values, expected) => {
  const { ofEach, sorted } = averageRanks(Float64Array.from(values));
  expect([...ofEach]).toEqual(expected);
  expect([...sorted]).toEqual([...expected].sort((a, b) => a - b));
});

test('NaN is found', () => {
  expect([hasNaN(Float64Array.of(1, NaN)), hasNaN(Float64Array.of(1, Infinity)), hasNaN(new Float64Array())]).toEqual([true, false, false]);
});
