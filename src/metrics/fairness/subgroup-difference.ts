import * as z from 'zod/mini';
import { parseOptions } from '../../internal';
import type { AnyMetric } from '../any-metric';
import { functionSchema, metricOptionShape } from '../metric-options';
import type { NumericValue } from '../value-arithmetic';
import { groupsSchema } from './group-labels';
import { GroupDifference } from './group-difference';
import type { BaseMetric, GroupsOptions } from './subgroup-base';

/** Options of `SubgroupDifference`. */
export interface SubgroupDifferenceOptions extends GroupsOptions {
  /** Makes the metric of a group, whose value is a number or an array of numbers; called once for each, and once more for a trial. */
  readonly baseMetric: BaseMetric<AnyMetric<NumericValue>>;
}

const schema = z.strictObject({
  ...metricOptionShape,
  baseMetric: functionSchema<BaseMetric<AnyMetric<NumericValue>>>('a function that makes a metric'),
  groups: groupsSchema,
});

/**
 * How far a metric differs between groups: `max - min` over the groups. Of a metric with several values, such as one for each class, the
 * largest of the differences.
 *
 * Takes what `SubgroupMetric` takes, and keeps what it keeps.
 *
 * @throws OptionError from the constructor for groups of the same name, and for a `baseMetric` that does not make a new metric each time
 * @throws ShapeError from `update` for numbers of rows that differ; and whatever the metric throws
 * @throws NotComputableError from `compute` before examples of two groups
 *
 * @example
 * ```ts
 * import { Recall, SubgroupDifference } from 'tfjs-ignite/metrics';
 *
 * const difference = new SubgroupDifference({ baseMetric: (options) => new Recall(options), groups: [0, 1] });
 * difference.update([[1, 0, 1, 1], [1, 1, 1, 1], [0, 0, 1, 1]]);
 * await difference.compute(); // => 0.5
 * ```
 */
export class SubgroupDifference extends GroupDifference {
  constructor(options: SubgroupDifferenceOptions) {
    const { baseMetric, groups, ...common } = parseOptions('SubgroupDifference', schema, options);
    super('SubgroupDifference', baseMetric, groups, common);
  }
}
