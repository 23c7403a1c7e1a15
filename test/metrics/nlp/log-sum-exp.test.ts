import * as fc from 'fast-check';
import { logSumExp } from '../../../src/metrics/nlp/log-sum-exp';

const exact = (values: readonly number[]): number => {
  const largest = Math.max(...values);
  return largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
};

test('is that of Math.exp, to twelve digits', () => {
  const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 40 });
  const near = fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(fc.oneof(values, near), (all) => {
      const expected = exact(all);
      expect(Math.abs(logSumExp(all, 0, all.length, 1) - expected)).toBeLessThan(1e-12 * Math.max(1, Math.abs(expected)));
    }),
    { numRuns: 500 },
  );
});

test('takes each step-th value from a start on', () => {
  expect(logSumExp([9, 1, 9, 2, 9, 3], 1, 3, 2)).toBeCloseTo(exact([1, 2, 3]), 12);
});

test.each([
  [[-Infinity, 0, -Infinity], 0],
  [[1e6, -1e6], 1e6],
  [[-1e300], -1e300],
  [[-Infinity, -Infinity], -Infinity],
  [[Infinity, 0], NaN],
  [[0, NaN, 1], NaN],
  [[NaN, -Infinity], NaN],
])('of %p it is %p', (values, expected) => {
  expect(logSumExp(values, 0, values.length, 1)).toBe(expected);
});
