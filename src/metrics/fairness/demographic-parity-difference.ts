import { parseOptions } from '../../internal';
import type { ClassGroupsOptions } from './class-groups-options';
import { classGroupsSchema } from './class-groups-options';
import { GroupDifference } from './group-difference';
import { SelectionRate } from './selection-rate';

/** Options of `DemographicParityDifference`. */
export type DemographicParityDifferenceOptions = ClassGroupsOptions;

/**
 * How far groups differ in what they are taken for: the largest `max - min` of the groups' `SelectionRate`, over the classes or labels.
 *
 * Takes `[yPred, y, groupLabels]`: what `SelectionRate` takes, and a label for each row as `SubgroupMetric` takes them. What `y` says does not matter.
 *
 * Source: https://fairware.cs.umass.edu/papers/Verma.pdf (statistical parity)
 *
 * @throws OptionError from the constructor for groups of the same name
 * @throws ShapeError from `update` for numbers of rows that differ, and for what `SelectionRate` refuses
 * @throws StateError from `update` for another kind of data than before
 * @throws NotComputableError from `compute` before examples of two groups
 *
 * @example
 * ```ts
 * import { DemographicParityDifference } from 'tfjs-ignite/metrics';
 *
 * const difference = new DemographicParityDifference({ groups: ['a', 'b'] });
 * difference.update([[1, 1, 1, 0], [1, 1, 0, 0], ['a', 'a', 'b', 'b']]);
 * await difference.compute(); // => 0.5
 * ```
 */
export class DemographicParityDifference extends GroupDifference {
  constructor(options: DemographicParityDifferenceOptions) {
    const { groups, isMultilabel, layout, ...common } = parseOptions('DemographicParityDifference', classGroupsSchema, options);
    super('DemographicParityDifference', (base) => new SelectionRate({ ...base, isMultilabel, layout }), groups, common);
  }
}
