/** Models with torch's architectures and names, their weights, and what transfer learning does with them. */
export { batchNormMode, forwardWithBatchStatistics, setBatchNormMode } from './batch-norm-mode';
export type { BatchNormMode } from './batch-norm-mode';
export { densenet, densenet121, densenet161, densenet169, densenet201 } from './densenet';
export type { DenseNetOptions, DenseNetVariantOptions } from './densenet';
export { extractFeatures, FeatureDataset, hashWeights, meanAndVariance } from './features';
export type { ExtractFeaturesOptions, FeatureProgress, FeatureStatistics, FeatureTable } from './features';
export { freeze, unfreeze } from './freeze';
export type { Layer, LayersOrModel } from './layers';
export { replaceHead } from './replace-head';
export type { ReplaceHeadOptions } from './replace-head';
export { splitHead } from './split-head';
export type { SplitModel } from './split-head';
export { exportWeights, loadWeights } from './weights';
export type { LoadWeightsOptions, LoadWeightsReport } from './weights';
