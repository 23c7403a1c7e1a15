import { parseOptions } from '../../internal';
import type { EpochPairsOptions } from '../epoch-pairs';
import { epochPairsSchema } from '../metric-options';
import { ClusteringMetric } from './clustering-metric';
import type { Clusters } from './clusters';
import { centroidsOf } from './clusters';
import { euclidean } from './distances';

/** Up to this a distance counts as none. */
const NEGLIGIBLE = 1e-8;

/**
 * How much each cluster overlaps with the one that is most like it: the mean over clusters `i` of `max over j of (s_i + s_j) / d_ij`, the
 * smaller the better.
 *
 * `s_i` is the mean distance of a cluster's examples from its centroid, `d_ij` the distance of two centroids. Takes `features`
 * `[batch, features]` and `labels` `[batch]`, any dtype. NaN with fewer than 2 clusters or as many as examples; 0 when all clusters are
 * points, or lie on one point. Keeps everything: 8 bytes for each number.
 *
 * Source: https://en.wikipedia.org/wiki/Davies%E2%80%93Bouldin_index
 *
 * @throws ShapeError from `update` for other ranks, different numbers of examples, another width or dtype than before, and numbers that are
 *   not finite; where reading tensors is dear (webgl, webgpu) numbers are checked by `compute`
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { DaviesBouldinScore } from 'tfjs-ignite/metrics';
 *
 * const score = new DaviesBouldinScore();
 * score.update([[[0, 0], [0, 2], [8, 0], [8, 2]], [0, 0, 1, 1]]);
 * await score.compute(); // => 0.25
 * ```
 */
export class DaviesBouldinScore extends ClusteringMetric {
  constructor(options: EpochPairsOptions = {}) {
    super('DaviesBouldinScore', parseOptions('DaviesBouldinScore', epochPairsSchema, options));
  }

  protected score(features: Float64Array, columns: number, clusters: Clusters): number {
    const { count } = clusters;
    const centroids = centroidsOf(features, columns, clusters);
    const widths = meanDistances(features, centroids, columns, clusters);
    let farthest = 0;
    let sum = 0;
    for (let one = 0; one < count; one++) {
      let worst = 0;
      for (let other = 0; other < count; other++) {
        if (other === one) continue;
        const distance = euclidean(centroids, one * columns, centroids, other * columns, columns);
        farthest = Math.max(farthest, distance);
        // Clusters with one centroid are left out, as nothing can be divided by their distance.
        if (distance > 0) worst = Math.max(worst, ((widths[one] ?? NaN) + (widths[other] ?? NaN)) / distance);
      }
      sum += worst;
    }
    if (farthest <= NEGLIGIBLE || widths.every((width) => width <= NEGLIGIBLE)) return 0;
    return sum / count;
  }
}

/** Of each cluster the mean distance of its examples from its centroid. */
function meanDistances(features: Float64Array, centroids: Float64Array, columns: number, { of, sizes }: Clusters): Float64Array {
  const means = new Float64Array(sizes.length);
  for (let example = 0; example < of.length; example++) {
    const cluster = of[example] ?? 0;
    means[cluster] = (means[cluster] ?? NaN) + euclidean(features, example * columns, centroids, cluster * columns, columns) / (sizes[cluster] ?? NaN);
  }
  return means;
}
