import type { HostTensor } from '../../../src/contracts';
import * as metrics from '../../../src/metrics';
import { fromHostTensor } from '../../../src/tensor';
import type { Makers } from './maker';

export const detection: Makers = {
  CommonObjectDetectionMetrics: { make: (options: object) => new metrics.CommonObjectDetectionMetrics(options) },
  MeanAveragePrecision: { make: (options: object) => new metrics.MeanAveragePrecision(options), takesLayout: true },
  ObjectDetectionAvgPrecisionRecall: { make: (options: object) => new metrics.ObjectDetectionAvgPrecisionRecall(options) },
};

/** Ignite's function among them; the parts that it gives as tensors. */
export const detectionFunctions: Readonly<Record<string, (...elements: never[]) => unknown>> = {
  coco_tensor_list_to_dict_list: (yPred: unknown, y: unknown) => {
    const images = metrics.cocoTensorListToDictList([yPred, y]);
    if (images instanceof Promise) throw new Error('expected the parts at once');
    return images.map((list) => list.map((image) => Object.fromEntries(Object.entries(image).map(([key, part]) => [key, fromHostTensor(part as HostTensor)]))));
  },
};
