import * as z from 'zod/mini';
import { parseOptions } from '../../internal';
import type { MetricOptions } from '../metric-options';
import { metricOptionShape } from '../metric-options';
import { sortedThresholds, thresholdsSchema } from '../thresholds';
import type { AreaRange } from './coco';
import { areaLimits, cocoIouThresholds, cocoRecallThresholds } from './coco';
import type { DetectionCurves } from './detection-curves';
import { DetectionMetric } from './detection-metric';

/** Options of `ObjectDetectionAvgPrecisionRecall`. */
export interface ObjectDetectionOptions extends MetricOptions {
  /** Overlaps from 0 to 1 from which on a detection has found an object, in any order; `null`: 0.5, 0.55, ..., 0.95. @default null */
  readonly iouThresholds?: readonly number[] | null;
  /** Recalls from 0 to 1 at which precision is taken, in any order; `null`: 0, 0.01, ..., 1. @default null */
  readonly recThresholds?: readonly number[] | null;
  /** How many classes there are, at least 1. @default 80 */
  readonly numClasses?: number;
  /** How many detections of a class in an image count, from the highest score on; at least 1. @default 100 */
  readonly maxDetectionsPerImagePerClass?: number;
  /** Of which size objects are to be found. @default 'all' */
  readonly areaRange?: AreaRange;
}

const schema = z.strictObject({
  ...metricOptionShape,
  iouThresholds: z._default(z.nullable(thresholdsSchema), null),
  recThresholds: z._default(z.nullable(thresholdsSchema), null),
  numClasses: z._default(z.int().check(z.gte(1)), 80),
  maxDetectionsPerImagePerClass: z._default(z.int().check(z.gte(1)), 100),
  areaRange: z._default(z.enum(['all', 'small', 'medium', 'large']), 'all'),
});

/**
 * Average precision and average recall of an object detector, as COCO takes them: `[AP, AR]`.
 *
 * Detections take objects of their class by `IoU = intersection / union`, from the highest score on: those that take one are hits, the others
 * misses. AP is the mean, over classes, IoU thresholds and recall thresholds `r`, of the largest precision `hits / (hits + misses)` at a recall of
 * at least `r`; AR the mean over classes and IoU thresholds of `hits / objects`. Classes without objects are left out; both are -1 where
 * there is no object at all.
 *
 * Takes a list with one object for each image of `yPred` (`bbox` `[detections, 4]`, `scores`, `labels`) and of `y` (`bbox` `[objects, 4]`,
 * `labels`, and `iscrowd` where boxes stand for crowds). Boxes are corners `(x1, y1, x2, y2)`; arrays of any dtype, empty ones included.
 * Boxes and thresholds are compared as float32 values.
 *
 * Keeps a few numbers for each detection; on webgl and webgpu the boxes, until they are matched by `compute`.
 *
 * Source: https://cocodataset.org/#detection-eval
 *
 * @throws ShapeError from `update` for lists that do not go together, missing entries, arrays of other shapes, and an object that is to be found
 *   and of no class; where reading tensors is dear (webgl, webgpu) classes are checked by `compute`
 *
 * @example
 * ```ts
 * import { ObjectDetectionAvgPrecisionRecall } from 'tfjs-ignite/metrics';
 *
 * const metric = new ObjectDetectionAvgPrecisionRecall({ numClasses: 1, iouThresholds: [0.5] });
 * const found = { bbox: [[0, 0, 10, 10], [40, 40, 50, 50]], scores: [0.9, 0.6], labels: [0, 0] };
 * const actual = { bbox: [[0, 0, 10, 12]], labels: [0] };
 * metric.update([[found], [actual]]);
 * metric.compute(); // => [ 1, 1 ]
 * ```
 */
export class ObjectDetectionAvgPrecisionRecall extends DetectionMetric<readonly [averagePrecision: number, averageRecall: number]> {
  constructor(options: ObjectDetectionOptions = {}) {
    const { iouThresholds, recThresholds, numClasses, maxDetectionsPerImagePerClass, areaRange, ...common } = parseOptions('ObjectDetectionAvgPrecisionRecall', schema, options);
    const settings = {
      numClasses,
      iouThresholds: iouThresholds === null ? cocoIouThresholds : sortedThresholds(iouThresholds),
      recThresholds: recThresholds === null ? cocoRecallThresholds : sortedThresholds(recThresholds),
      areaRanges: [areaLimits[areaRange]],
      maxDetections: maxDetectionsPerImagePerClass,
    };
    super('ObjectDetectionAvgPrecisionRecall', settings, common);
  }

  protected evaluateCurves(curves: DetectionCurves): readonly [averagePrecision: number, averageRecall: number] {
    const { precision, recall } = curves.averages(0);
    return [precision, recall];
  }
}
