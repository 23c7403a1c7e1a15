import * as z from 'zod/mini';
import { parseOptions } from '../../internal';
import type { MetricOptions } from '../metric-options';
import { metricOptionShape } from '../metric-options';
import { areaLimits, cocoIouThresholds, cocoRecallThresholds } from './coco';
import type { DetectionCurves } from './detection-curves';
import { DetectionMetric } from './detection-metric';

/** Options of `CommonObjectDetectionMetrics`. */
export interface CommonObjectDetectionOptions extends MetricOptions {
  /** How many classes there are, at least 1. @default 80 */
  readonly numClasses?: number;
}

const schema = z.strictObject({ ...metricOptionShape, numClasses: z._default(z.int().check(z.gte(1)), 80) });

/** The twelve numbers of COCO by name, -1 where there is no object to find. */
export interface CommonObjectDetectionValues {
  /** Average precision over the IoU thresholds 0.5, 0.55, ..., 0.95. */
  readonly 'AP@50..95': number;
  /** Average recall of at most 100 detections of a class in an image. */
  readonly 'AR-100': number;
  readonly 'AP@50': number;
  readonly 'AP@75': number;
  /** Of small objects, up to 32 * 32 pixels. */
  readonly 'AP-S': number;
  readonly 'AR-S': number;
  /** Of medium objects. */
  readonly 'AP-M': number;
  readonly 'AR-M': number;
  /** Of large objects, from 96 * 96 pixels on. */
  readonly 'AP-L': number;
  readonly 'AR-L': number;
  /** Average recall of the one detection of a class in an image with the highest score. */
  readonly 'AR-1': number;
  readonly 'AR-10': number;
}

/**
 * The twelve numbers with which COCO describes an object detector: average precision (`AP`) and recall (`AR`) by IoU threshold, by size of the
 * objects, and by how many detections count.
 *
 * Takes what `ObjectDetectionAvgPrecisionRecall` takes, where the values are explained. Detections are matched once for all twelve, and each is kept
 * as a few numbers; on webgl and webgpu the boxes are kept, until they are matched by `compute`.
 *
 * Source: https://cocodataset.org/#detection-eval
 *
 * @throws ShapeError from `update` for lists that do not go together, missing entries, arrays of other shapes, and an object that is to be found
 *   and of no class; where reading tensors is dear (webgl, webgpu) classes are checked by `compute`
 *
 * @example
 * ```ts
 * import { CommonObjectDetectionMetrics } from 'tfjs-ignite/metrics';
 *
 * const metric = new CommonObjectDetectionMetrics({ numClasses: 1 });
 * const found = { bbox: [[0, 0, 10, 10], [40, 40, 50, 50]], scores: [0.9, 0.6], labels: [0, 0] };
 * const actual = { bbox: [[0, 0, 10, 12]], labels: [0] };
 * metric.update([[found], [actual]]);
 * const { 'AP@50': at50, 'AR-100': recall, 'AP-L': large } = await metric.compute();
 * [at50, recall, large]; // => [ 1, 0.7, -1 ]
 * ```
 */
export class CommonObjectDetectionMetrics extends DetectionMetric<CommonObjectDetectionValues> {
  constructor(options: CommonObjectDetectionOptions = {}) {
    const { numClasses, ...common } = parseOptions('CommonObjectDetectionMetrics', schema, options);
    const { all, small, medium, large } = areaLimits;
    const settings = { numClasses, iouThresholds: cocoIouThresholds, recThresholds: cocoRecallThresholds, areaRanges: [all, small, medium, large], maxDetections: 100 };
    super('CommonObjectDetectionMetrics', settings, common);
  }

  protected evaluateCurves(curves: DetectionCurves): CommonObjectDetectionValues {
    const [all, small, medium, large] = [curves.averages(0), curves.averages(1), curves.averages(2), curves.averages(3)];
    return {
      'AP@50..95': all.precision,
      'AR-100': all.recall,
      'AP@50': all.precisions[0] ?? NaN,
      'AP@75': all.precisions[5] ?? NaN,
      'AP-S': small.precision,
      'AR-S': small.recall,
      'AP-M': medium.precision,
      'AR-M': medium.recall,
      'AP-L': large.precision,
      'AR-L': large.recall,
      'AR-1': curves.averages(0, 1).recall,
      'AR-10': curves.averages(0, 10).recall,
    };
  }
}
