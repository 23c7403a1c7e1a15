import type { ClassAverage, ClassRatioOptions } from './class-ratio';
import { ClassRatio } from './class-ratio';

/**
 * The share of the targets of a class that are found: `hits / targets`, 0 for a class without targets.
 *
 * Takes what `Accuracy` takes: 0 and 1 (binary data, classes 0 and 1), class scores `[batch, ..., classes]` with targets `[batch, ...]`, or with `isMultilabel` labels of 0 and 1
 * `[batch, ..., labels]`. The value is a number for binary data and for averages, else an array of one number for each class; see `average`.
 *
 * Source: https://en.wikipedia.org/wiki/Precision_and_recall
 *
 * @throws OptionError from `update` for `average: 'samples'` with other than multilabel data
 * @throws ShapeError from `update` for shapes that do not go together, values that are no class, or another number of classes than before; where reading tensors
 *   is dear (webgl, webgpu) values are checked by `compute`
 * @throws StateError from `update` for another kind of data than before
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { Recall } from 'tfjs-ignite/metrics';
 *
 * const recall = new Recall({ average: null });
 * recall.update([[[0.9, 0.1], [0.6, 0.4], [0.2, 0.8]], [0, 1, 1]]);
 * recall.compute(); // => [ 1, 0.5 ]
 * ```
 */
export class Recall<const A extends ClassAverage = false> extends ClassRatio<A> {
  constructor(options: ClassRatioOptions<A> = {}) {
    super('Recall', 'actual', options);
  }
}
