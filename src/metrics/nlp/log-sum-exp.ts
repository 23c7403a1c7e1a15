import { expOfMinus } from '../similarity/exponential';

/**
 * `log Σ e^x` of `count` values, each `step` behind the one before, in one pass and without overflow.
 *
 * NaN when a value is NaN or Infinity, -Infinity when all are -Infinity.
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
    sum += expOfMinus(largest - value);
  }
  return largest + Math.log(sum);
}
