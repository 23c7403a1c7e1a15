import { Recall } from '../../../src/metrics';

const scores = [[0.9, 0.1], [0.6, 0.4], [0.2, 0.8]];

test.each([
  [false, [1,0.5]],
  [null, [1,0.5]],
  [true, 0.75],
  ['macro', 0.75],
  ['micro', 2 / 3],
] as const)('average %p', (average, expected) => {
  const metric = new Recall({ average });
  void metric.update([scores, [0, 1, 1]]);
  expect(metric.compute()).toEqual(expected);
});

test('of binary data gives class 1 alone, or with null both', () => {
  const [one, both] = [new Recall(), new Recall({ average: null })];
  for (const metric of [one, both]) void metric.update([[0, 0, 1], [0, 1, 1]]);
  expect([one.compute(), both.compute()]).toEqual([[1,0.5][1], [1,0.5]]);
});

test('a class that does not occur has 0', () => {
  const metric = new Recall();
  void metric.update([[[0.1, 0.8, 0.1]], [1]]);
  expect(metric.compute()).toEqual([0, 1, 0]);
});
