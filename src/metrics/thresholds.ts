import * as z from 'zod/mini';

/** The schema of a list of thresholds. */
export const thresholdsSchema = z.array(z.number().check(z.gte(0), z.lte(1))).check(z.minLength(1));

/** Thresholds as they are compared with: float32 values, from the smallest to the largest. */
export function sortedThresholds(thresholds: readonly number[]): Float32Array {
  return Float32Array.from(thresholds).sort();
}

/**
 * Evenly spaced float32 values with both ends, each rounded once.
 *
 * The upper half is counted from the end. So 0.36 of 0, 0.01, ..., 1 is not the float32 that is closest to 0.36, and a recall of exactly 0.36
 * reaches it all the same.
 */
export function evenThresholds(start: number, end: number, count: number): Float32Array {
  const [first, last] = [Math.fround(start), Math.fround(end)];
  const step = Math.fround(Math.fround(last - first) / (count - 1));
  const half = Math.floor(count / 2);
  return Float32Array.from({ length: count }, (_, index) => (index < half ? first + step * index : last - step * (count - 1 - index)));
}
