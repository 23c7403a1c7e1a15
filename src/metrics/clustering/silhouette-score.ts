import * as z from 'zod/mini';
import { parseOptions } from '../../internal';
import type { EpochPairsOptions } from '../epoch-pairs';
import { epochPairsSchema } from '../metric-options';
import { ClusteringMetric } from './clustering-metric';
import type { Clusters } from './clusters';
import { grouped } from './clusters';
import type { Distance } from './distances';
import { cosineOfUnits, euclidean, manhattan, normalized } from './distances';

/** How the silhouette is taken. */
export interface SilhouetteKwargs {
  /** The distance of two examples. @default 'euclidean' */
  readonly metric?: 'euclidean' | 'manhattan' | 'cosine';
}

/** Options of `SilhouetteScore`. */
export interface SilhouetteScoreOptions extends EpochPairsOptions {
  /** How the silhouette is taken. */
  readonly silhouetteKwargs?: SilhouetteKwargs;
}

const schema = z.extend(epochPairsSchema, {
  silhouetteKwargs: z.prefault(z.strictObject({ metric: z._default(z.enum(['euclidean', 'manhattan', 'cosine']), 'euclidean') }), {}),
});

const distances: Readonly<Record<'euclidean' | 'manhattan' | 'cosine', Distance>> = { euclidean, manhattan, cosine: cosineOfUnits };

/**
 * How much nearer examples are to their own cluster than to the next one: the mean over examples of `(b - a) / max(a, b)`, from -1 to 1.
 *
 * `a` is the mean distance from the other examples of the own cluster, `b` the smallest mean distance from the examples of another; the only
 * example of a cluster counts 0. Takes `features` `[batch, features]` and `labels` `[batch]`, any dtype. NaN with fewer than 2 clusters or
 * as many as examples. Keeps everything: 8 bytes for each number. `compute` takes every two examples' distance, but never holds them all.
 *
 * Source: https://en.wikipedia.org/wiki/Silhouette_(clustering)
 *
 * @throws ShapeError from `update` for other ranks, different numbers of examples, another width or dtype than before, and numbers that are
 *   not finite; where reading tensors is dear (webgl, webgpu) numbers are checked by `compute`
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { SilhouetteScore } from 'tfjs-ignite/metrics';
 *
 * const score = new SilhouetteScore({ silhouetteKwargs: { metric: 'manhattan' } });
 * score.update([[[0, 0], [0, 2], [8, 0], [8, 2]], [0, 0, 1, 1]]);
 * (await score.compute()).toFixed(4); // => '0.7778'
 * ```
 */
export class SilhouetteScore extends ClusteringMetric {
  readonly #metric: 'euclidean' | 'manhattan' | 'cosine';

  constructor(options: SilhouetteScoreOptions = {}) {
    const { silhouetteKwargs, ...common } = parseOptions('SilhouetteScore', schema, options);
    super('SilhouetteScore', common);
    this.#metric = silhouetteKwargs.metric;
  }

  protected score(features: Float64Array, columns: number, clusters: Clusters): number {
    const rows = grouped(this.#metric === 'cosine' ? normalized(features, columns) : features, columns, clusters);
    const { within, nearest } = meanDistances(rows, columns, clusters.sizes, distances[this.#metric]);
    let sum = 0;
    for (let row = 0; row < within.length; row++) {
      const a = within[row] ?? NaN;
      const b = nearest[row] ?? NaN;
      const silhouette = (b - a) / Math.max(a, b);
      // Only 0 / 0 is NaN: the single example of a cluster, or one that lies on all others.
      if (!Number.isNaN(silhouette)) sum += silhouette;
    }
    return sum / within.length;
  }
}

/**
 * Of each row the mean distance from the others of its cluster (NaN when there are none), and from the rows of the nearest other one.
 *
 * Goes through pairs of clusters, so that sums of one pair are all that is held, and through each pair of rows once.
 */
function meanDistances(rows: Float64Array, columns: number, sizes: Uint32Array, distance: Distance): { within: Float64Array; nearest: Float64Array } {
  const count = rows.length / columns;
  const within = new Float64Array(count);
  const nearest = new Float64Array(count).fill(Infinity);
  let start = 0;
  for (let one = 0; one < sizes.length; one++) {
    const size = sizes[one] ?? 0;
    addWithin(rows, columns, start, start + size, distance, within);
    for (let row = start; row < start + size; row++) within[row] = (within[row] ?? NaN) / (size - 1);
    let otherStart = start + size;
    for (let other = one + 1; other < sizes.length; other++) {
      const otherSize = sizes[other] ?? 0;
      lowerNearest(rows, columns, [start, start + size], [otherStart, otherStart + otherSize], distance, nearest);
      otherStart += otherSize;
    }
    start += size;
  }
  return { within, nearest };
}

function addWithin(rows: Float64Array, columns: number, start: number, end: number, distance: Distance, sums: Float64Array): void {
  for (let i = start; i < end; i++) {
    let sum = 0;
    for (let j = i + 1; j < end; j++) {
      const between = distance(rows, i * columns, rows, j * columns, columns);
      sum += between;
      sums[j] = (sums[j] ?? NaN) + between;
    }
    sums[i] = (sums[i] ?? NaN) + sum;
  }
}

function lowerNearest(
  rows: Float64Array,
  columns: number,
  [start, end]: readonly [number, number],
  [otherStart, otherEnd]: readonly [number, number],
  distance: Distance,
  nearest: Float64Array,
): void {
  const sums = new Float64Array(otherEnd - otherStart);
  for (let i = start; i < end; i++) {
    let sum = 0;
    for (let j = otherStart; j < otherEnd; j++) {
      const between = distance(rows, i * columns, rows, j * columns, columns);
      sum += between;
      sums[j - otherStart] = (sums[j - otherStart] ?? NaN) + between;
    }
    nearest[i] = Math.min(nearest[i] ?? NaN, sum / sums.length);
  }
  for (let j = otherStart; j < otherEnd; j++) nearest[j] = Math.min(nearest[j] ?? NaN, (sums[j - otherStart] ?? NaN) / (end - start));
}
