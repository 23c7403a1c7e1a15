/** Weights between PyTorch's state dicts and TensorFlow.js layers. */
export { exportWeights } from './export-weights';
export { loadWeights } from './load-weights';
export type { LoadWeightsOptions, LoadWeightsReport } from './load-weights';
