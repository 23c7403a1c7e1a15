/** Data: datasets, splits, samplers, the loader that makes batches, image folders and their transforms. */
export { arrayDataset } from './dataset';
export type { Dataset, SampleOf } from './dataset';
export { collate } from './collate';
export type { Collate, LabelledBatch, LabelledSample, Stackable } from './collate';
export { DataLoader } from './data-loader';
export type { CollatingDataLoaderOptions, DataLoaderOptions } from './data-loader';
export { randomSplit } from './random-split';
export type { RandomSplitOptions } from './random-split';
export { RandomSampler, SequentialSampler } from './samplers';
export type { RandomSamplerOptions, Sampler } from './samplers';
export { Subset } from './subset';
export type { FileEntry, FileSource } from './file-source';
export { IMAGE_EXTENSIONS, ImageFolder } from './image-folder';
export type { ImageFolderOptions, ImageFolderScanOptions, ImageSample, SkippedImage } from './image-folder';
export type { ImageDecoder, RgbImage } from './rgb-image';
export {
  adjustBrightness,
  adjustContrast,
  adjustGamma,
  adjustHue,
  adjustSaturation,
  CenterCrop,
  Compose,
  crop,
  flipHorizontally,
  flipVertically,
  grayscale,
  IMAGENET_STATISTICS,
  Normalize,
  pad,
  Resize,
  rotate,
  ToTensor,
  transformFromJSON,
} from './transforms';
export type {
  AnyTransform,
  Chain,
  ChainInput,
  ChainOutput,
  Fill,
  Interpolation,
  NormalizeOptions,
  Padding,
  PaddingMode,
  PadOptions,
  ResizeOptions,
  RotateOptions,
  Transform,
  TransformJson,
  Window,
} from './transforms';
