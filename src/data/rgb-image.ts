import { OptionError } from '../errors';

/** A decoded picture: 3 bytes a pixel (red, green, blue), rows from top to bottom. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  /** `height * width * 3` bytes. */
  readonly data: Uint8Array;
}

/** Makes pixels of the bytes of an image file. */
export interface ImageDecoder {
  /**
   * @param path names the file in errors
   * @returns the pixels as `Image.open(path).convert('RGB')` of Pillow gives them
   * @throws DataError with `kind` for a file that is cut off, no image, or too large
   */
  decode(bytes: Uint8Array, path: string): Promise<RgbImage>;
}

/** How many bytes a pixel has: 3, or 1 for a grey image. */
export function channelsOf(owner: string, image: RgbImage): 1 | 3 {
  const channels = image.data.length / (image.width * image.height);
  if (channels !== 1 && channels !== 3) {
    throw new OptionError({ owner, expected: `an image of ${image.height} x ${image.width} pixels of 3 bytes (or 1)`, got: image.data.length, mend: 'Decode the file to RGB first.' });
  }
  return channels;
}
