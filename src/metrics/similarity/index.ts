/** How alike predictions and targets, or their distributions, are. */
export { CosineSimilarity } from './cosine-similarity';
export type { CosineSimilarityOptions } from './cosine-similarity';
export type { LogitOptions } from './divergence';
export { Entropy } from './entropy';
export type { EntropyOptions } from './entropy';
export { HSIC } from './hsic';
export type { HSICOptions } from './hsic';
export { JSDivergence } from './js-divergence';
export type { JSDivergenceOptions } from './js-divergence';
export { KLDivergence } from './kl-divergence';
export type { KLDivergenceOptions } from './kl-divergence';
export { MaximumMeanDiscrepancy } from './maximum-mean-discrepancy';
export type { MaximumMeanDiscrepancyOptions } from './maximum-mean-discrepancy';
export { MeanPairwiseDistance } from './mean-pairwise-distance';
export type { MeanPairwiseDistanceOptions } from './mean-pairwise-distance';
export { MutualInformation } from './mutual-information';
export type { MutualInformationOptions } from './mutual-information';
