import { isDrawable } from './scale';

/** Points of a curve, column by column. */
export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Least values of the stretches that the points stand for; without it each stands for itself. */
  readonly low?: Float64Array;
  /** Their greatest values. */
  readonly high?: Float64Array;
}

/**
 * At most `2 * buckets` points that look like all of them: first and last, and of each stretch in between the least and the greatest value.
 *
 * A value that is not finite stands for its stretch, so that a curve with NaN in it shows so. Few points are returned as they are.
 */
export function downsample(points: Points, buckets: number): Points {
  const { x, y, low = y, high = y } = points;
  const length = x.length;
  if (length <= 2 * buckets) return points;
  const kept: [step: number, value: number][] = [[x[0] ?? NaN, y[0] ?? NaN]];
  const inner = buckets - 1;
  for (let bucket = 0; bucket < inner; bucket++) {
    const start = 1 + Math.floor((bucket * (length - 2)) / inner);
    const end = 1 + Math.floor(((bucket + 1) * (length - 2)) / inner);
    const { least, greatest } = extremes(low, high, start, end);
    const lowest = [x[least] ?? NaN, low[least] ?? NaN] as const;
    const highest = [x[greatest] ?? NaN, high[greatest] ?? NaN] as const;
    if (least === greatest && (lowest[1] === highest[1] || !isDrawable(lowest[1]))) kept.push([...lowest]);
    else if (least <= greatest) kept.push([...lowest], [...highest]);
    else kept.push([...highest], [...lowest]);
  }
  kept.push([x[length - 1] ?? NaN, y[length - 1] ?? NaN]);
  return { x: Float64Array.from(kept, ([step]) => step), y: Float64Array.from(kept, ([, value]) => value) };
}

/** Where the least and the greatest value are; both where the first one is that is not finite. */
function extremes(low: Float64Array, high: Float64Array, start: number, end: number): { least: number; greatest: number } {
  let [least, greatest] = [start, start];
  for (let index = start; index < end; index++) {
    const [lower, upper] = [low[index] ?? NaN, high[index] ?? NaN];
    if (!isDrawable(lower) || !isDrawable(upper)) return { least: index, greatest: index };
    if (lower < (low[least] ?? NaN)) least = index;
    if (upper > (high[greatest] ?? NaN)) greatest = index;
  }
  return { least, greatest };
}
