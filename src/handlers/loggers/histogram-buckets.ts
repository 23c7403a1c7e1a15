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

/** Upper limits of the buckets above 0, each a tenth above the last; below 0 they are mirrored. */
const POSITIVE = positiveLimits();
const LIMITS = [...POSITIVE.map((limit) => -limit).reverse(), 0, ...POSITIVE];
/** Position of 0 in `LIMITS`. */
const ZERO = POSITIVE.length;
const LAST = POSITIVE.length - 1;

/** Numbers whose exponent and first six bits of fraction are the same share a cell, which is narrower than a bucket. */
const CELL_BITS = 14;
const view = new DataView(new ArrayBuffer(8));
const FIRST_CELL = cellOf(limitAt(0));
/** For each cell the first limit above its smallest number; a logarithm for every value would take most of the time. */
const STEPS = firstSteps();

/**
 * Sorts values into TensorFlow's default buckets. Runs of empty buckets are put together.
 *
 * NaN and infinities have no bucket and are left out; without any other value there is nothing.
 *
 * @example
 * ```ts
 * import { histogramBuckets } from 'tfjs-ignite/handlers';
 *
 * const buckets = histogramBuckets(Float32Array.of(0, 0, 1));
 * buckets?.limits.map((limit) => limit.toPrecision(4)); // => [ '0.000', '1.000e-12', '0.9172', '1.009', '1.798e+308' ]
 * buckets?.counts; // => [ 0, 2, 0, 1, 0 ]
 * ```
 */
export function histogramBuckets(values: TypedArray): HistogramBuckets | undefined {
  const counts = new Float64Array(LIMITS.length);
  let [count, min, max, sum, sumSquares] = [0, Infinity, -Infinity, 0, 0];
  for (let index = 0; index < values.length; index++) {
    const value = Number(values[index]);
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

/** The first bucket whose limit is above the value; the last one takes the largest number too. */
function bucketOf(value: number): number {
  const step = stepOf(Math.abs(value));
  if (value >= 0) return ZERO + 1 + Math.min(step, LAST);
  // Mirrored, a value on a limit belongs to the bucket on the other side of it.
  return ZERO - (-value === limitAt(step - 1) ? step - 1 : step);
}

/** The first limit above a magnitude. */
function stepOf(magnitude: number): number {
  if (magnitude < limitAt(0)) return 0;
  if (magnitude >= limitAt(LAST - 1)) return magnitude < limitAt(LAST) ? LAST : LAST + 1;
  const step = STEPS[cellOf(magnitude) - FIRST_CELL] ?? 0;
  return magnitude < limitAt(step) ? step : step + 1;
}

function cellOf(magnitude: number): number {
  view.setFloat64(0, magnitude);
  return view.getUint32(0) >>> CELL_BITS;
}

function limitAt(step: number): number {
  return POSITIVE[step] ?? Infinity;
}

function positiveLimits(): number[] {
  const limits: number[] = [];
  for (let limit = 1e-12; limit < 1e20; limit *= 1.1) limits.push(limit);
  return [...limits, Number.MAX_VALUE];
}

function firstSteps(): Uint16Array {
  const steps = new Uint16Array(cellOf(limitAt(LAST - 1)) - FIRST_CELL + 1);
  let step = 0;
  steps.forEach((_, cell) => {
    view.setUint32(0, (FIRST_CELL + cell) << CELL_BITS);
    view.setUint32(4, 0);
    const smallest = view.getFloat64(0);
    while (limitAt(step) <= smallest) step++;
    steps[cell] = step;
  });
  return steps;
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
