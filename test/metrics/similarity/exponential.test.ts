import * as fc from 'fast-check';
import { expOfMinus } from '../../../src/metrics/similarity/exponential';

test('is Math.exp to 1e-12 of its value', () =>
  fc.assert(
    fc.property(fc.double({ min: 0, max: 700, noNaN: true }), (x) => {
      const exact = Math.exp(-x);
      expect(Math.abs(expOfMinus(x) - exact)).toBeLessThanOrEqual(1e-12 * exact);
    }),
    { numRuns: 1000 },
  ));

test.each([
  [0, 1],
  [746, 0],
  [1e300, 0],
  [Infinity, 0],
  [NaN, NaN],
])('of %p is %p', (x, expected) => expect(expOfMinus(x)).toBe(expected));

test('ends among the smallest doubles', () => {
  expect(expOfMinus(740)).toBeCloseTo(Math.exp(-740), 320);
  expect(expOfMinus(745)).toBe(5e-324);
});
