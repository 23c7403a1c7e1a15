import type { AnyMetric } from '../../../src/metrics';
import * as metrics from '../../../src/metrics';
import type { Makers, MetricSpec } from './maker';

type Options = { readonly groups: readonly number[]; readonly baseMetric: MetricSpec; readonly layout?: string };

/** A layout is the base metric's affair. */
function based(options: Options, nested: (spec: MetricSpec) => AnyMetric): { groups: readonly number[]; baseMetric: () => AnyMetric<never> } {
  const { groups, baseMetric, layout } = options;
  const spec = { ...baseMetric, options: { ...baseMetric.options, ...(layout === undefined ? {} : { layout }) } };
  return { groups, baseMetric: () => nested(spec) as AnyMetric<never> }; // a file says which metric only when it runs
}

export const fairness: Makers = {
  DemographicParityDifference: { make: (options: metrics.DemographicParityDifferenceOptions) => new metrics.DemographicParityDifference(options), takesLayout: true },
  SelectionRate: { make: (options: object) => new metrics.SelectionRate(options), takesLayout: true },
  SubgroupAccuracyDifference: { make: (options: metrics.SubgroupAccuracyDifferenceOptions) => new metrics.SubgroupAccuracyDifference(options), takesLayout: true },
  SubgroupDifference: { make: (options: Options, nested) => new metrics.SubgroupDifference(based(options, nested)), takesLayout: true },
  SubgroupMetric: { make: (options: Options, nested) => new metrics.SubgroupMetric(based(options, nested)), takesLayout: true },
};
