import * as metrics from '../../../src/metrics';
import type { Makers } from './maker';

export const recSys: Makers = {
  HitRate: { make: (options: metrics.HitRateOptions) => new metrics.HitRate(options) },
  NDCG: { make: (options: metrics.NDCGOptions) => new metrics.NDCG(options) },
};
