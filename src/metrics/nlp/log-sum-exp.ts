/** Below this `e^-x` adds nothing to a sum of at least 1 in double precision. */
const LIMIT = 40;
const STEPS = 64 / Math.LN2;
const STEP = 1 / STEPS;
/** `e^-x` at equal steps. `Math.exp` would take most of the time of an update. */
const POWERS = Float64Array.from({ length: Math.ceil(LIMIT * STEPS) + 1 }, (_, index) => Math.exp(-index * STEP));

/**
 * `log Σ e^x` of `count` values, each `step` behind the one before, in one pass and without overflow.
 *
 * Its relative error is below 1e-12. NaN when a value is NaN or Infinity, -Infinity when all are -Infinity.
 */
export function logSumExp(values: ArrayLike<number>, start: number, count: number, step: number): number {
  const end = start + count * step;
  // A number, so that -Infinity is Infinity below it, and not NaN.
  let largest = -Number.MAX_VALUE;
  let sum = 0;
  for (let at = start; at < end; at += step) {
    const value = values[at] ?? NaN;
    if (value > largest) {
      sum *= Math.exp(largest - value);
      largest = value;
    }
    const below = largest - value;
    if (below >= LIMIT) continue;
    const index = (below * STEPS) | 0;
    const rest = index * STEP - below;
    // The power at the step before, times the first terms of e^rest; rest is between -1/92 and 0.
    sum += (POWERS[index] ?? NaN) * (1 + rest * (1 + rest * (1 / 2 + rest * (1 / 6 + rest * (1 / 24)))));
  }
  return largest + Math.log(sum);
}
