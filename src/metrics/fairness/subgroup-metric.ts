import * as z from 'zod/mini';
import type { MaybePromise } from '../../internal';
import { andThen, parseOptions } from '../../internal';
import type { AnyMetric, ValueOf } from '../any-metric';
import { functionSchema, metricOptionShape } from '../metric-options';
import { groupsSchema } from './group-labels';
import type { BaseMetric, GroupsOptions } from './subgroup-base';
import { SubgroupBase } from './subgroup-base';

/** Options of `SubgroupMetric`. */
export interface SubgroupMetricOptions<M extends AnyMetric = AnyMetric> extends GroupsOptions {
  /** Makes the metric of a group; called once for each, and once more for a trial. */
  readonly baseMetric: BaseMetric<M>;
}

const schema = z.strictObject({ ...metricOptionShape, baseMetric: functionSchema<BaseMetric>('a function that makes a metric'), groups: groupsSchema });

/**
 * The value of a metric for each group of examples: `{ group: metric of the group's rows }`.
 *
 * Takes `[yPred, y, groupLabels]`: what the metric takes, and a label for each row, as a number in anything that holds numbers or as a string in
 * a plain array. Rows whose label is no group's are ignored. A group is left out as long as its metric has nothing to be computed from.
 *
 * Each batch goes to one metric more, on trial, so that what a group's metric would refuse has not counted for another. Where reading tensors is
 * dear (webgl, webgpu) and the labels are a tensor too, batches are kept on the device until `compute`, and whole numbers are told apart up to
 * 2^24; labels in a plain or typed array avoid both.
 *
 * @throws OptionError from the constructor for groups of the same name, and for a `baseMetric` that does not make a new metric each time
 * @throws ShapeError from `update` for numbers of rows that differ; and whatever the metric throws
 *
 * @example
 * ```ts
 * import { Accuracy, SubgroupMetric } from 'tfjs-ignite/metrics';
 *
 * const accuracy = new SubgroupMetric({ baseMetric: (options) => new Accuracy(options), groups: ['north', 'south'] });
 * accuracy.update([[1, 0, 1, 1], [1, 1, 1, 1], ['north', 'north', 'south', 'elsewhere']]);
 * await accuracy.compute(); // => { north: 0.5, south: 1 }
 * ```
 */
export class SubgroupMetric<M extends AnyMetric = AnyMetric> extends SubgroupBase<M, Readonly<Record<string, ValueOf<M>>>> {
  constructor(options: SubgroupMetricOptions<M>) {
    const { baseMetric, groups, ...common } = parseOptions('SubgroupMetric', schema, options);
    super('SubgroupMetric', baseMetric as BaseMetric<M>, groups, common); // the one in `options`
  }

  protected evaluate(): MaybePromise<Readonly<Record<string, ValueOf<M>>>> {
    return andThen(this.groupValues(), (values) => Object.fromEntries(values));
  }
}
