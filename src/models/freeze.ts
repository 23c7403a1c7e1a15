import { setBatchNormMode } from './batch-norm-mode';
import type { LayersOrModel } from './layers';
import { leafLayers } from './layers';

/**
 * Takes a model, or some layers, out of training: no weight changes any more.
 *
 * Besides `trainable = false` it keeps batch normalisations in inference mode. TensorFlow.js does not: there a frozen batch
 * normalisation still normalises by the batch and still moves its running statistics whenever `training` is true.
 *
 * `trainable` is saved with a model, the mode of batch normalisation is not: freeze again after loading with TensorFlow.js's own
 * `loadLayersModel`. For a backbone that shall follow PyTorch's rule instead, call `setBatchNormMode(backbone, 'torch')` afterwards.
 *
 * @example
 * ```ts
 * import { densenet, freeze } from 'tfjs-ignite/models';
 *
 * const model = densenet({ growthRate: 4, blockConfig: [2, 2], numInitFeatures: 8, classes: 5 });
 * freeze(model);
 * model.trainableWeights.length; // => 0
 * ```
 */
export function freeze(target: LayersOrModel): void {
  for (const layer of leafLayers(target)) layer.trainable = false;
  setBatchNormMode(target, 'inference');
}

/** Undoes {@link freeze}: everything trainable again, batch normalisation as in TensorFlow.js. */
export function unfreeze(target: LayersOrModel): void {
  for (const layer of leafLayers(target)) layer.trainable = true;
  setBatchNormMode(target, 'layers');
}
