import * as metrics from '../../../src/metrics';
import type { Makers } from './maker';

export const detection: Makers = {
  CommonObjectDetectionMetrics: { make: (options: object) => new metrics.CommonObjectDetectionMetrics(options) },
  MeanAveragePrecision: { make: (options: object) => new metrics.MeanAveragePrecision(options), takesLayout: true },
  ObjectDetectionAvgPrecisionRecall: { make: (options: object) => new metrics.ObjectDetectionAvgPrecisionRecall(options) },
};

/** Ignite's function among them. */
export const detectionFunctions: Readonly<Record<string, (...elements: never[]) => unknown>> = {
  coco_tensor_list_to_dict_list: (yPred: unknown, y: unknown) => metrics.cocoTensorListToDictList([yPred, y]),
};
