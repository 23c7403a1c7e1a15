/** Metrics of fairness: how a metric differs between groups of examples. */
export { DemographicParityDifference } from './demographic-parity-difference';
export type { DemographicParityDifferenceOptions } from './demographic-parity-difference';
export type { Group, GroupLabels } from './group-labels';
export { SelectionRate } from './selection-rate';
export type { SelectionRateOptions } from './selection-rate';
export { SubgroupAccuracyDifference } from './subgroup-accuracy-difference';
export type { SubgroupAccuracyDifferenceOptions } from './subgroup-accuracy-difference';
export type { BaseMetric, SubgroupInput } from './subgroup-base';
export { SubgroupDifference } from './subgroup-difference';
export type { SubgroupDifferenceOptions } from './subgroup-difference';
export { SubgroupMetric } from './subgroup-metric';
export type { SubgroupMetricOptions } from './subgroup-metric';
