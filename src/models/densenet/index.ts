/** DenseNet in torchvision's architecture. */
export { densenet } from './densenet';
export type { DenseNetOptions } from './densenet';
export { densenet121, densenet161, densenet169, densenet201 } from './variants';
export type { DenseNetVariantOptions } from './variants';
