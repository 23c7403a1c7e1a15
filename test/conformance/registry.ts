import { runEngineFile } from './engine-runner';
import { runHandlersFile } from './handlers-runner';
import { runMetricsFile } from './metrics-runner';
import type { Runner } from './result';
import { runSchedulersFile } from './schedulers-runner';
import { runSupervisedFile } from './supervised-runner';
import { runVisionFeaturesFile } from './vision-features-runner';
import { runVisionModelsFile } from './vision-models-runner';
import { runVisionTransformsFile } from './vision-transforms-runner';
import { runVisionWeightsFile } from './vision-weights-runner';

/** Who runs which golden file, by its path below the folder of golden files. */
export const RUNNERS: Readonly<Record<string, Runner>> = {
  'engine.json': runEngineFile,
  'supervised.json': runSupervisedFile,
  'metrics.json': runMetricsFile,
  'handlers.json': runHandlersFile,
  'schedulers.json': runSchedulersFile,
  'vision/transforms.json': runVisionTransformsFile,
  'vision/models.json': runVisionModelsFile,
  'vision/weights.json': runVisionWeightsFile,
  'vision/features.json': runVisionFeaturesFile,
};
