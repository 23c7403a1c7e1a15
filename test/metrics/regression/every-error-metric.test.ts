import { EveryErrorMetric, geometricMean, median } from '../../../src/metrics/regression/every-error-metric';
import type { EveryErrorDefinition } from '../../../src/metrics/regression/every-error-metric';
import { checkSameSize } from '../../../src/metrics/regression/pair-inputs';

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 2.5],
  [[7], 7],
  [[NaN, 1, 2], 2],
  [[NaN, NaN, 1], NaN],
  [[Infinity, 1, 0], 1],
])('the median of %p is %p', (values, expected) => {
  expect(median(Float64Array.from(values))).toBe(expected);
});

test.each([
  [[1, 4], 2],
  [[0, 5], 0],
  [[Infinity, 5], Infinity],
  [[0, Infinity], NaN],
])('the geometric mean of %p is %p', (values, expected) => {
  expect(geometricMean(Float64Array.from(values))).toBe(expected);
});

class Errors extends EveryErrorMetric {
  static readonly seen: number[][] = [];

  constructor(error: EveryErrorDefinition['error']) {
    super({ owner: 'Errors', error, check: checkSameSize, summary: (errors) => Errors.seen.push([...errors]) }, {});
  }
}

test.each([
  [{ of: 'squared' as const }, [1, 1, 4]],
  ['relative' as const, [0.5, Infinity, 1]],
])('the errors (%p) of all batches', async (error, expected) => {
  const metric = new Errors(error);
  await metric.update([[2], [1]]);
  await metric.update([[4, 7], [3, 5]]);
  await metric.compute();
  expect(Errors.seen.pop()).toEqual(expected);
});

test('relative to equal targets, whose mean is exactly that number', async () => {
  const metric = new Errors('relative');
  await metric.update([[1, 0.1, 1], [0.1, 0.1, 0.1]]);
  await metric.compute();
  expect(Errors.seen.pop()).toEqual([Infinity, NaN, Infinity]);
});
