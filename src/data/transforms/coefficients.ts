import type { ConvolvingInterpolation } from './filters';
import { FILTERS } from './filters';

/** Fractional bits of a weight. */
export const PRECISION = 22;

/** For every output pixel of one axis: the first input pixel, the number of them, and their weights as integers. */
export interface Coefficients {
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** `taps` entries for every output pixel, the unused ones 0. */
  readonly weights: Int32Array;
  readonly taps: number;
}

/** Tables kept; a folder of images of a few sizes needs few, one of all sizes gains little from any. */
const KEPT = 64;
const cache = new Map<string, Coefficients>();

/**
 * Weights for resampling an axis from `input` to `output` pixels, as Pillow's `precompute_coeffs` and
 * `normalize_coeffs_8bpc` define them.
 */
export function coefficients(input: number, output: number, interpolation: ConvolvingInterpolation): Coefficients {
  const key = `${input} ${output} ${interpolation}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = compute(input, output, interpolation);
  const oldest = cache.size >= KEPT ? cache.keys().next().value : undefined;
  if (oldest !== undefined) cache.delete(oldest);
  cache.set(key, made);
  return made;
}

function compute(input: number, output: number, interpolation: ConvolvingInterpolation): Coefficients {
  const filter = FILTERS[interpolation];
  const scale = input / output;
  const filterScale = Math.max(scale, 1);
  const support = filter.support * filterScale;
  const taps = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(output);
  const count = new Int32Array(output);
  const weights = new Int32Array(output * taps);
  const exact = new Float64Array(taps);
  const inverse = 1 / filterScale;
  for (let x = 0; x < output; x++) {
    const center = (x + 0.5) * scale;
    const from = Math.max(0, Math.trunc(center - support + 0.5));
    const until = Math.min(input, Math.trunc(center + support + 0.5));
    let sum = 0;
    for (let tap = 0; tap < until - from; tap++) {
      const weight = filter.weight((tap + from - center + 0.5) * inverse);
      exact[tap] = weight;
      sum += weight;
    }
    first[x] = from;
    count[x] = until - from;
    for (let tap = 0; tap < until - from; tap++) {
      const weight = (exact[tap] ?? 0) / (sum === 0 ? 1 : sum);
      weights[x * taps + tap] = Math.trunc(weight * 2 ** PRECISION + (weight < 0 ? -0.5 : 0.5));
    }
  }
  return { first, count, weights, taps };
}
