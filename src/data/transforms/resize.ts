import * as z from 'zod/mini';
import { OptionError } from '../../errors';
import { parseOptions } from '../../internal';
import type { RgbImage } from '../rgb-image';
import type { Interpolation } from './filters';
import { INTERPOLATIONS } from './filters';
import type { Window } from './resample';
import { resample } from './resample';
import type { Transform, TransformJson } from './transform';

/** Options of `Resize`. */
export interface ResizeOptions {
  /** How pixels are resampled, antialiased in all cases but `nearest`. @default 'bilinear' */
  readonly interpolation?: Interpolation;
  /** Upper bound of the long side where `size` is a number; the short side then becomes smaller than `size`. */
  readonly maxSize?: number;
}

const sizeSchema = z.int().check(z.minimum(1));

const schema = z.strictObject({
  size: z.union([sizeSchema, z.readonly(z.tuple([sizeSchema, sizeSchema]))], 'an integer from 1 up, or [height, width]'),
  interpolation: z._default(z.enum(INTERPOLATIONS), 'bilinear'),
  maxSize: z.optional(sizeSchema),
});

/**
 * Resizes an image; pixels equal those of torchvision's `Resize` on a Pillow image, byte for byte.
 *
 * A number is the length of the short side; the long side is `trunc(size * long / short)`. A pair is
 * `[height, width]`. An image that has the size already is handed on as it is. The algorithm is the resampling of
 * Pillow (antialiased convolution in two passes of 8 bits), re-implemented from its rules.
 *
 * @throws OptionError for a size that is no integer from 1 up, and for `maxSize` beside a pair or not above the size
 *
 * @example
 * ```ts
 * import { Resize } from 'tfjs-ignite/data';
 *
 * const image = { width: 4, height: 2, data: new Uint8Array(4 * 2 * 3) };
 * const small = new Resize(1).apply(image);
 * [small.width, small.height]; // => [ 2, 1 ]
 * ```
 */
export class Resize implements Transform<RgbImage, RgbImage> {
  readonly size: number | readonly [height: number, width: number];
  readonly interpolation: Interpolation;
  readonly maxSize: number | undefined;

  constructor(size: number | readonly [height: number, width: number], options: ResizeOptions = {}) {
    const parsed = parseOptions('Resize', schema, { ...options, size });
    if (parsed.maxSize !== undefined && !(typeof parsed.size === 'number' && parsed.maxSize > parsed.size)) {
      throw new OptionError({ owner: 'Resize.maxSize', expected: 'a number above the size, beside a size that is one number', got: parsed.maxSize });
    }
    this.size = parsed.size;
    this.interpolation = parsed.interpolation;
    this.maxSize = parsed.maxSize;
  }

  /** The size that an image of `width` x `height` gets. */
  outputSize(width: number, height: number): { readonly width: number; readonly height: number } {
    if (typeof this.size !== 'number') return { width: this.size[1], height: this.size[0] };
    const short = Math.min(width, height);
    const long = Math.max(width, height);
    let newShort = this.size;
    let newLong = Math.trunc((this.size * long) / short);
    if (this.maxSize !== undefined && newLong > this.maxSize) {
      newShort = Math.trunc((this.maxSize * newShort) / newLong);
      newLong = this.maxSize;
    }
    const size = width <= height ? { width: newShort, height: newLong } : { width: newLong, height: newShort };
    if (newShort < 1) throw new OptionError({ owner: 'Resize.maxSize', expected: 'a bound that leaves a pixel of the short side', got: `${width} x ${height}` });
    return size;
  }

  apply(image: RgbImage): RgbImage {
    const { width, height } = this.outputSize(image.width, image.height);
    return resample(image, width, height, this.interpolation);
  }

  /** Computes only a part of the resized image. */
  applyWithin(image: RgbImage, window: (width: number, height: number) => Window): RgbImage {
    const { width, height } = this.outputSize(image.width, image.height);
    return resample(image, width, height, this.interpolation, window(width, height));
  }

  toJSON(): TransformJson {
    const { size, interpolation, maxSize } = this;
    return { name: 'Resize', size, interpolation, ...(maxSize === undefined ? {} : { maxSize }) };
  }
}
