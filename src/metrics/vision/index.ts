/** Metrics of images and of what is detected in them. */
export type { AreaRange } from './coco';
export { cocoTensorListToDictList } from './coco-tensor-list-to-dict-list';
export { CommonObjectDetectionMetrics } from './common-object-detection-metrics';
export type { CommonObjectDetectionOptions, CommonObjectDetectionValues } from './common-object-detection-metrics';
export type { DetectionOutput, Detections, GroundTruths } from './detection-inputs';
export { ObjectDetectionAvgPrecisionRecall } from './object-detection-avg-precision-recall';
export type { ObjectDetectionOptions } from './object-detection-avg-precision-recall';
export { PSNR } from './psnr';
export type { PSNROptions } from './psnr';
export { SSIM } from './ssim';
export type { SSIMOptions } from './ssim';
