import fc from 'fast-check';
import { histogramBuckets } from '../../../src/handlers';

/** All limits, from what TensorFlow documents. */
const positive: number[] = [];
for (let limit = 1e-12; limit < 1e20; limit *= 1.1) positive.push(limit);
positive.push(Number.MAX_VALUE);
const limits = [...positive.map((limit) => -limit).reverse(), 0, ...positive];

/** The definition: the first bucket whose limit is above the value, the last one for the largest number. */
function expected(values: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) {
    const limit = limits.find((each) => each > value) ?? Number.MAX_VALUE;
    counts.set(limit, (counts.get(limit) ?? 0) + 1);
  }
  return counts;
}

test('every value is in the bucket of the definition', () => {
  const value = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(...limits), fc.float({ noNaN: true, noDefaultInfinity: true, min: -10, max: 10 }));
  fc.assert(
    fc.property(fc.array(value, { minLength: 1 }), (values) => {
      const buckets = histogramBuckets(Float64Array.from(values));
      const got = new Map(buckets?.limits.flatMap((limit, index) => (buckets.counts[index] === 0 ? [] : [[limit, buckets.counts[index] ?? 0]])));
      expect(got).toEqual(expected(values));
    }),
    { numRuns: 300 },
  );
});

test('moments, and empty buckets put together as TensorFlow does', () => {
  expect(histogramBuckets(Float32Array.of(0, 0, 1, -2))).toEqual({
    count: 4,
    min: -2,
    max: 1,
    sum: -1,
    sumSquares: 5,
    limits: [expect.closeTo(-2.1628, 3), expect.closeTo(-1.9662, 3), 0, 1e-12, expect.closeTo(0.91725, 3), expect.closeTo(1.00897, 3), Number.MAX_VALUE],
    counts: [0, 1, 0, 2, 0, 1, 0],
  });
});

test('what is not finite is left out', () => {
  expect(histogramBuckets(Float32Array.of(NaN, 1, Infinity, -Infinity))).toMatchObject({ count: 1, min: 1, max: 1, sum: 1 });
  expect(histogramBuckets(Float32Array.of(NaN))).toBeUndefined();
  expect(histogramBuckets(new Float32Array(0))).toBeUndefined();
});

test('takes integers of 64 bits', () => {
  expect(histogramBuckets(BigInt64Array.of(3n, -1n))).toMatchObject({ count: 2, sum: 2 });
});
