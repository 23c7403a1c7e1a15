/** Features of a frozen backbone: computed once, kept in memory or in a cache. */
export { extractFeatures } from './extract-features';
export type { ExtractFeaturesOptions, FeatureProgress } from './extract-features';
export { FeatureDataset } from './feature-dataset';
export type { FeatureTable } from './feature-dataset';
export { hashWeights } from './hash-weights';
export { meanAndVariance } from './mean-and-variance';
export type { FeatureStatistics } from './mean-and-variance';
