import type { LayersModel } from '@tensorflow/tfjs-layers';
import { densenet } from './densenet';
import type { DenseNetOptions } from './densenet';

/** What may be chosen for a published size of DenseNet: the rest is its definition. */
export type DenseNetVariantOptions = Pick<DenseNetOptions, 'classes' | 'seed' | 'inputShape' | 'name'>;

/**
 * DenseNet-121 (7,978,856 parameters with 1000 classes, 1024 features before the classifier). See {@link densenet}.
 *
 * @example
 * ```ts
 * import { densenet121 } from 'tfjs-ignite/models';
 *
 * const model = densenet121({ classes: 257, seed: 7 });
 * model.outputShape; // => [ null, 257 ]
 * ```
 */
export function densenet121(options: DenseNetVariantOptions = {}): LayersModel {
  return densenet({ name: 'densenet121', ...options, growthRate: 32, blockConfig: [6, 12, 24, 16], numInitFeatures: 64 });
}

/** DenseNet-161 (28,681,000 parameters with 1000 classes, 2208 features before the classifier). See {@link densenet}. */
export function densenet161(options: DenseNetVariantOptions = {}): LayersModel {
  return densenet({ name: 'densenet161', ...options, growthRate: 48, blockConfig: [6, 12, 36, 24], numInitFeatures: 96 });
}

/** DenseNet-169 (14,149,480 parameters with 1000 classes, 1664 features before the classifier). See {@link densenet}. */
export function densenet169(options: DenseNetVariantOptions = {}): LayersModel {
  return densenet({ name: 'densenet169', ...options, growthRate: 32, blockConfig: [6, 12, 32, 32], numInitFeatures: 64 });
}

/** DenseNet-201 (20,013,928 parameters with 1000 classes, 1920 features before the classifier). See {@link densenet}. */
export function densenet201(options: DenseNetVariantOptions = {}): LayersModel {
  return densenet({ name: 'densenet201', ...options, growthRate: 32, blockConfig: [6, 12, 48, 32], numInitFeatures: 64 });
}
