import * as metrics from '../../../src/metrics';
import type { Makers } from './maker';

export const similarity: Makers = {
  CosineSimilarity: { make: (options: object) => new metrics.CosineSimilarity(options) },
  Entropy: { make: (options: object) => new metrics.Entropy(options), takesLayout: true },
  HSIC: { make: (options: object) => new metrics.HSIC(options) },
  JSDivergence: { make: (options: object) => new metrics.JSDivergence(options), takesLayout: true },
  KLDivergence: { make: (options: object) => new metrics.KLDivergence(options), takesLayout: true },
  MaximumMeanDiscrepancy: { make: (options: object) => new metrics.MaximumMeanDiscrepancy(options) },
  MeanPairwiseDistance: { make: (options: object) => new metrics.MeanPairwiseDistance(options) },
  MutualInformation: { make: (options: object) => new metrics.MutualInformation(options), takesLayout: true },
};
