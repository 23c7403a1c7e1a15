/** Metrics of recommendations: how good ranked lists of items are. */
export { HitRate } from './hit-rate';
export type { HitRateOptions } from './hit-rate';
export { NDCG } from './ndcg';
export type { NDCGOptions } from './ndcg';
