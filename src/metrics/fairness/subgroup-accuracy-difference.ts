import { parseOptions } from '../../internal';
import { Accuracy } from '../classification/accuracy';
import type { ClassGroupsOptions } from './class-groups-options';
import { classGroupsSchema } from './class-groups-options';
import { GroupDifference } from './group-difference';

/** Options of `SubgroupAccuracyDifference`. */
export type SubgroupAccuracyDifferenceOptions = ClassGroupsOptions;

/**
 * How far the accuracy differs between groups: `max - min` of the groups' `correct / examples`.
 *
 * Takes `[yPred, y, groupLabels]`: what `Accuracy` takes, and a label for each row as `SubgroupMetric` takes them.
 *
 * Source: https://fairware.cs.umass.edu/papers/Verma.pdf (overall accuracy equality)
 *
 * @throws OptionError from the constructor for groups of the same name
 * @throws ShapeError from `update` for numbers of rows that differ, and for what `Accuracy` refuses
 * @throws StateError from `update` for another kind of data than before
 * @throws NotComputableError from `compute` before examples of two groups
 *
 * @example
 * ```ts
 * import { SubgroupAccuracyDifference } from 'tfjs-ignite/metrics';
 *
 * const difference = new SubgroupAccuracyDifference({ groups: [0, 1] });
 * difference.update([[[0.9, 0.1], [0.1, 0.9], [0.8, 0.2], [0.2, 0.8]], [0, 1, 1, 1], [0, 0, 1, 1]]);
 * await difference.compute(); // => 0.5
 * ```
 */
export class SubgroupAccuracyDifference extends GroupDifference {
  constructor(options: SubgroupAccuracyDifferenceOptions) {
    const { groups, isMultilabel, layout, ...common } = parseOptions('SubgroupAccuracyDifference', classGroupsSchema, options);
    super('SubgroupAccuracyDifference', (base) => new Accuracy({ ...base, isMultilabel, layout }), groups, common);
  }
}
