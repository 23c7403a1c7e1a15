import { ShapeError } from '../../errors';
import type { AllRows } from '../epoch-pairs';
import { EpochPairs } from '../epoch-pairs';
import { checkFinite } from '../finite';
import type { ParsedMetricOptions } from '../metric-options';
import type { Clusters } from './clusters';
import { clustersOf } from './clusters';

/** Base of the scores of a clustering: keeps all features and labels, and gives NaN where no clustering is there to be scored. */
export abstract class ClusteringMetric extends EpochPairs<number> {
  constructor(owner: string, options: ParsedMetricOptions & { readonly checkComputeFn: boolean }) {
    super(
      {
        owner,
        keys: { required: ['features', 'labels'] },
        check: (features, labels) => {
          if (features.shape.length !== 2) throw new ShapeError({ owner: `${owner}.features`, expected: 'shape [batch, features]', got: { shape: features.shape } });
          if (labels.shape.length !== 1) throw new ShapeError({ owner: `${owner}.labels`, expected: 'shape [batch]', got: { shape: labels.shape } });
        },
        checkValues: (features, labels) => {
          checkFinite(`${owner}.features`, features);
          checkFinite(`${owner}.labels`, labels);
        },
      },
      options,
    );
  }

  /** The score of at least 2 clusters, not all of one example. */
  protected abstract score(features: Float64Array, columns: number, clusters: Clusters): number;

  protected evaluatePairs(features: AllRows, labels: AllRows): number {
    const clusters = clustersOf(labels.data);
    if (clusters.count < 2 || clusters.count >= labels.data.length) return NaN;
    return this.score(features.data, features.shape[1] ?? 1, clusters);
  }
}
