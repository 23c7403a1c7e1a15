import type { TypedArray } from '../../contracts';

/** How values are distributed: `counts[i]` of them lie from `limits[i - 1]` up to, and without, `limits[i]`. */
export interface HistogramBuckets {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  readonly sumSquares: number;
  readonly limits: readonly number[];
  readonly counts: readonly number[];
}

const FIRST = 1e-12;
const GROWTH = 1.1;
const LOG_GROWTH = Math.log(GROWTH);

/** Upper limits of the buckets above 0, each a tenth above the last; below 0 they are mirrored. */
const POSITIVE = positiveLimits();
const LIMITS = [...POSITIVE.map((limit) => -limit).reverse(), 0, ...POSITIVE];
/** Position of 0 in `LIMITS`. */
const ZERO = POSITIVE.length;

/**
 * Sorts values into TensorFlow's default buckets. Runs of empty buckets are put together.
 *
 * NaN and infinities have no bucket and are left out; without any other value there is nothing.
 */
export function histogramBuckets(values: TypedArray): HistogramBuckets | undefined {
  const counts = new Float64Array(LIMITS.length);
  let [count, min, max, sum, sumSquares] = [0, Infinity, -Infinity, 0, 0];
  for (const each of values) {
    const value = Number(each);
    if (!Number.isFinite(value)) continue;
    const bucket = bucketOf(value);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
    count++;
    sum += value;
    sumSquares += value * value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return count === 0 ? undefined : { count, min, max, sum, sumSquares, ...compress(counts) };
}

/** The first bucket whose limit is above the value. */
function bucketOf(value: number): number {
  // The logarithm may be off by one where the value is close to a limit.
  const magnitude = Math.abs(value);
  let step = magnitude < FIRST ? 0 : Math.min(Math.floor(Math.log(magnitude / FIRST) / LOG_GROWTH) + 1, POSITIVE.length - 1);
  if (step > 0 && magnitude < limitAt(step - 1)) step--;
  else if (magnitude >= limitAt(step)) step++;
  if (value >= 0) return ZERO + 1 + Math.min(step, POSITIVE.length - 1);
  // Mirrored, a value on a limit belongs to the bucket on the other side of it.
  return ZERO - (step > 0 && magnitude === limitAt(step - 1) ? step - 1 : step);
}

function limitAt(step: number): number {
  return POSITIVE[step] ?? Infinity;
}

function positiveLimits(): number[] {
  const limits: number[] = [];
  for (let limit = FIRST; limit < 1e20; limit *= GROWTH) limits.push(limit);
  return [...limits, Number.MAX_VALUE];
}

function compress(counts: Float64Array): { limits: number[]; counts: number[] } {
  const kept: { limits: number[]; counts: number[] } = { limits: [], counts: [] };
  counts.forEach((count, index) => {
    if (count === 0 && counts[index + 1] === 0) return;
    kept.limits.push(LIMITS[index] ?? Infinity);
    kept.counts.push(count);
  });
  return kept;
}
