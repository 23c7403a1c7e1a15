import * as z from 'zod/mini';
import { parseOptions } from '../../internal';
import type { RgbImage } from '../rgb-image';
import { centerOrigin, crop } from './geometry';
import type { Window } from './resample';
import type { Transform, TransformJson } from './transform';

const sizeSchema = z.int().check(z.minimum(1));
const schema = z.union([sizeSchema, z.readonly(z.tuple([sizeSchema, sizeSchema]))], 'an integer from 1 up, or [height, width]');

/**
 * Cuts the middle out of an image, as torchvision's `CenterCrop` does: half a pixel is rounded to the even one, and an
 * image that is too small is surrounded with black.
 *
 * @throws OptionError for a size that is no integer from 1 up
 *
 * @example
 * ```ts
 * import { CenterCrop } from 'tfjs-ignite/data';
 *
 * new CenterCrop(224).window(340, 255); // => { left: 58, top: 16, width: 224, height: 224 }
 * ```
 */
export class CenterCrop implements Transform<RgbImage, RgbImage> {
  readonly height: number;
  readonly width: number;

  constructor(size: number | readonly [height: number, width: number]) {
    const parsed = parseOptions('CenterCrop.size', schema, size);
    [this.height, this.width] = typeof parsed === 'number' ? [parsed, parsed] : parsed;
  }

  /** What is cut out of an image of `width` x `height`; it begins below 0 where the image is too small. */
  window(width: number, height: number): Window {
    return { left: centerOrigin(width, this.width), top: centerOrigin(height, this.height), width: this.width, height: this.height };
  }

  apply(image: RgbImage): RgbImage {
    return crop(image, this.window(image.width, image.height));
  }

  toJSON(): TransformJson {
    return { name: 'CenterCrop', size: [this.height, this.width] };
  }
}
