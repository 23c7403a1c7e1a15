import { ImageFolder } from '../data';
import type { ImageFolderScanOptions, RgbImage, Transform } from '../data';
import { fsFileSource } from './fs-file-source';
import { sharpDecoder } from './sharp-decoder';

/** Options of `openImageFolder`. */
export interface OpenImageFolderOptions<T> extends ImageFolderScanOptions {
  /** Applied to the pixels of every image. */
  readonly transform: Transform<RgbImage, T>;
}

/**
 * An `ImageFolder` over a folder of this machine, decoded with sharp.
 *
 * @throws DataError as `ImageFolder.scan` does
 */
export function openImageFolder<T>(directory: string, options: OpenImageFolderOptions<T>): Promise<ImageFolder<T>> {
  return ImageFolder.scan(directory, { ...options, source: fsFileSource(), decoder: sharpDecoder() });
}
