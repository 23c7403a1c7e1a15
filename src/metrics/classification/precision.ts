import type { ClassAverage, ClassRatioOptions } from './class-ratio';
import { ClassRatio } from './class-ratio';

/**
 * The share of the predictions of a class that are right: `hits / predictions`, 0 for a class without predictions.
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
 * import { Precision } from 'tfjs-ignite/metrics';
 *
 * const precision = new Precision({ average: null });
 * precision.update([[[0.9, 0.1], [0.6, 0.4], [0.2, 0.8]], [0, 1, 1]]);
 * precision.compute(); // => [ 0.5, 1 ]
 * ```
 */
export class Precision<const A extends ClassAverage = false> extends ClassRatio<A> {
  constructor(options: ClassRatioOptions<A> = {}) {
    super('Precision', 'predicted', options);
  }
}
