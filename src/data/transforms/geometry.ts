import type { RgbImage } from '../rgb-image';
import { channelsOf } from '../rgb-image';
import type { Window } from './resample';

/** Cuts a rectangle out; what lies outside the image is 0. */
export function crop(image: RgbImage, { left, top, width, height }: Window): RgbImage {
  const channels = channelsOf('crop', image);
  if (left === 0 && top === 0 && width === image.width && height === image.height) return image;
  const data = new Uint8Array(width * height * channels);
  const from = Math.max(0, left);
  const until = Math.min(image.width, left + width);
  if (from < until) {
    const lastRow = Math.min(height, image.height - top);
    for (let y = Math.max(0, -top); y < lastRow; y++) {
      const start = (top + y) * image.width;
      data.set(image.data.subarray((start + from) * channels, (start + until) * channels), (y * width + from - left) * channels);
    }
  }
  return { width, height, data };
}

/** Where torchvision's centre crop of `size` begins along an axis of `length` pixels; negative where it has to pad. */
export function centerOrigin(length: number, size: number): number {
  const padding = Math.max(0, size - length);
  const before = Math.floor(padding / 2);
  const padded = length + before + Math.floor((padding + 1) / 2);
  return roundHalfToEven((padded - size) / 2) - (padding > 0 ? before : 0);
}

/** Python's `round`. */
function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** Mirrors left and right. */
export function flipHorizontally(image: RgbImage): RgbImage {
  const channels = channelsOf('flipHorizontally', image);
  const { width, height } = image;
  const data = new Uint8Array(image.data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * channels;
      const to = (y * width + width - 1 - x) * channels;
      for (let channel = 0; channel < channels; channel++) data[to + channel] = image.data[from + channel] ?? 0;
    }
  }
  return { width, height, data };
}

/** Mirrors top and bottom. */
export function flipVertically(image: RgbImage): RgbImage {
  const row = image.width * channelsOf('flipVertically', image);
  const data = new Uint8Array(image.data.length);
  for (let y = 0; y < image.height; y++) data.set(image.data.subarray(y * row, (y + 1) * row), (image.height - 1 - y) * row);
  return { width: image.width, height: image.height, data };
}
