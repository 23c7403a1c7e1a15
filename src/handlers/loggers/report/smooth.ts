import type { Points } from './downsample';
import { isDrawable } from './scale';

/** Fewer points than these show themselves what they mean. */
const WORTH = 100;

/**
 * A running mean as `count` points, over about a thirtieth of the curve, that weights what is near; `undefined` for a curve of few points.
 *
 * It looks both ways, so that it does not lag behind, passes over values that are not finite, and begins anew where the steps do.
 */
export function smooth({ x, y }: Points, count: number): Points | undefined {
  if (y.length < WORTH) return undefined;
  const [forth, back] = [decayingSums(x, y, 1), decayingSums(x, y, -1)];
  const taken = Array.from({ length: count }, (_, index) => Math.round((index * (y.length - 1)) / (count - 1)));
  const mean = (index: number): number => {
    const value = y[index] ?? NaN;
    // Both sums hold the value itself.
    const [own, one] = isDrawable(value) ? [value, 1] : [0, 0];
    return ((forth.sums[index] ?? 0) + (back.sums[index] ?? 0) - own) / ((forth.weights[index] ?? 0) + (back.weights[index] ?? 0) - one);
  };
  return { x: Float64Array.from(taken, (index) => x[index] ?? NaN), y: Float64Array.from(taken, mean) };
}

/** Sums of what lies behind in a direction, the further the less, and of its weights. */
function decayingSums(x: Float64Array, y: Float64Array, direction: 1 | -1): { sums: Float64Array; weights: Float64Array } {
  const keep = 1 - 60 / y.length;
  const [sums, weights] = [new Float64Array(y.length), new Float64Array(y.length)];
  let [sum, weight, last] = [0, 0, -Infinity];
  for (let count = 0; count < y.length; count++) {
    const index = direction === 1 ? count : y.length - 1 - count;
    const [step, value] = [direction * (x[index] ?? NaN), y[index] ?? NaN];
    if (step < last) sum = weight = 0;
    const isThere = isDrawable(value);
    sums[index] = sum = keep * sum + (isThere ? value : 0);
    weights[index] = weight = keep * weight + (isThere ? 1 : 0);
    last = step;
  }
  return { sums, weights };
}
