/** Steps between two powers of 2, so narrow that a cubic is exact to 1e-14 within one. */
const BITS = 9;
const STEPS = 2 ** BITS;
const LAST = STEPS - 1;
/** The exponent after which no double is left. */
const LARGEST = 746;
const fractions = Float64Array.from({ length: STEPS }, (_, step) => 2 ** (-step / STEPS));
const powers = Float64Array.from({ length: 1 + Math.ceil(LARGEST / Math.LN2) }, (_, power) => 2 ** -power);
const PER_UNIT = STEPS / Math.LN2;
const WIDTH = Math.LN2 / STEPS;
const SIXTH = 1 / 6;

/**
 * `exp(-x)` for `x >= 0`, exact to 1e-12 of its value, in less than half of the time of `Math.exp`.
 *
 * The metrics of this folder spend most of their time on exponentials of what is not positive.
 */
export function expOfMinus(x: number): number {
  // Beyond, the value is below all doubles.
  if (x > LARGEST) return 0;
  // Truncation makes NaN a step of 0, and the rest carries the NaN on.
  const step = (x * PER_UNIT + 0.5) | 0;
  const rest = x - step * WIDTH;
  return (powers[step >> BITS] ?? 0) * (fractions[step & LAST] ?? 0) * (1 - rest * (1 - rest * (0.5 - rest * SIXTH)));
}
