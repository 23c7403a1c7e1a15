import { parseOptions } from '../../internal';
import type { EpochPairsOptions } from '../epoch-pairs';
import { epochPairsSchema } from '../metric-options';
import { ClusteringMetric } from './clustering-metric';
import type { Clusters } from './clusters';
import { centroidsOf } from './clusters';

/**
 * How far clusters are apart for their width: `(B / (k - 1)) / (W / (n - k))`, the larger the better.
 *
 * `B` is the sum over the `n` examples of the squared distance of their cluster's centroid from the mean of all, `W` that of the example from
 * its cluster's centroid, `k` the number of clusters. Takes `features` `[batch, features]` and `labels` `[batch]`, any dtype. NaN with fewer
 * than 2 clusters or as many as examples, 1 when every example lies on its centroid. Keeps everything: 8 bytes for each number.
 *
 * Source: https://en.wikipedia.org/wiki/Calinski%E2%80%93Harabasz_index
 *
 * @throws ShapeError from `update` for other ranks, different numbers of examples, another width or dtype than before, and numbers that are
 *   not finite; where reading tensors is dear (webgl, webgpu) numbers are checked by `compute`
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { CalinskiHarabaszScore } from 'tfjs-ignite/metrics';
 *
 * const score = new CalinskiHarabaszScore();
 * score.update([[[0, 0], [0, 2], [6, 0], [6, 2]], [0, 0, 1, 1]]);
 * await score.compute(); // => 18
 * ```
 */
export class CalinskiHarabaszScore extends ClusteringMetric {
  constructor(options: EpochPairsOptions = {}) {
    super('CalinskiHarabaszScore', parseOptions('CalinskiHarabaszScore', epochPairsSchema, options));
  }

  protected score(features: Float64Array, columns: number, clusters: Clusters): number {
    const centroids = centroidsOf(features, columns, clusters);
    const examples = clusters.of.length;
    const middle = centroidsOf(features, columns, { count: 1, of: new Uint32Array(examples), sizes: Uint32Array.of(examples) });
    let within = 0;
    let between = 0;
    for (let example = 0; example < examples; example++) {
      const row = example * columns;
      const centroid = (clusters.of[example] ?? 0) * columns;
      for (let column = 0; column < columns; column++) {
        const mean = centroids[centroid + column] ?? NaN;
        within += ((features[row + column] ?? NaN) - mean) ** 2;
        between += (mean - (middle[column] ?? NaN)) ** 2;
      }
    }
    return within === 0 ? 1 : (between * (examples - clusters.count)) / (within * (clusters.count - 1));
  }
}
