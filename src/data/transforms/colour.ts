import * as z from 'zod/mini';
import { parseOptions } from '../../internal';
import type { RgbImage } from '../rgb-image';
import { channelsOf } from '../rgb-image';

const factorSchema = z.number().check(z.minimum(0));
const hueSchema = z.number().check(z.minimum(-0.5), z.maximum(0.5));

/** Luma of every pixel (ITU-R 601-2 in 16 bits, as Pillow's `convert('L')`). */
function luma(image: RgbImage): Uint8Array {
  if (channelsOf('luma', image) === 1) return image.data;
  const { data } = image;
  const grey = new Uint8Array(image.width * image.height);
  for (let pixel = 0, at = 0; pixel < grey.length; pixel++, at += 3) {
    grey[pixel] = (19_595 * (data[at] ?? 0) + 38_470 * (data[at + 1] ?? 0) + 7_471 * (data[at + 2] ?? 0) + 32_768) >> 16;
  }
  return grey;
}

/**
 * Removes the colours.
 *
 * @param channels 3 for an RGB image of equal channels, 1 for one byte a pixel @default 3
 */
export function grayscale(image: RgbImage, channels: 1 | 3 = 3): RgbImage {
  const grey = luma(image);
  if (channels === 1) return { width: image.width, height: image.height, data: grey };
  return mapped(image, (_, at) => grey[Math.floor(at / 3)] ?? 0);
}

/** Multiplies the brightness: 0 is black, 1 changes nothing. */
export function adjustBrightness(image: RgbImage, factor: number): RgbImage {
  const by = parseOptions('adjustBrightness.factor', factorSchema, factor);
  return mapped(image, (byte) => blend(0, byte, by));
}

/** Moves every value away from the mean luma (or to it): 0 is even grey, 1 changes nothing. */
export function adjustContrast(image: RgbImage, factor: number): RgbImage {
  const by = parseOptions('adjustContrast.factor', factorSchema, factor);
  const grey = luma(image);
  const mean = Math.trunc(grey.reduce((sum, value) => sum + value, 0) / grey.length + 0.5);
  return mapped(image, (byte) => blend(mean, byte, by));
}

/** Moves every value away from its pixel's luma (or to it): 0 is grey, 1 changes nothing. */
export function adjustSaturation(image: RgbImage, factor: number): RgbImage {
  const by = parseOptions('adjustSaturation.factor', factorSchema, factor);
  const grey = luma(image);
  return mapped(image, (byte, at) => blend(grey[Math.floor(at / 3)] ?? 0, byte, by));
}

/** `255 * gain * (v / 255)^gamma` for every value. */
export function adjustGamma(image: RgbImage, gamma: number, gain = 1): RgbImage {
  const exponent = parseOptions('adjustGamma.gamma', factorSchema, gamma);
  const table = Uint8Array.from({ length: 256 }, (_, byte) => clip(Math.trunc((255 + 1 - 1e-3) * gain * (byte / 255) ** exponent)));
  return mapped(image, (byte) => table[byte] ?? 0);
}

/** Turns the colour wheel by `factor` of a full turn, from -0.5 to 0.5, in Pillow's HSV of 8 bits. */
export function adjustHue(image: RgbImage, factor: number): RgbImage {
  const turn = Math.trunc(parseOptions('adjustHue.factor', hueSchema, factor) * 255);
  const data = new Uint8Array(image.data.length);
  for (let at = 0; at < data.length; at += 3) {
    const [hue, saturation, value] = toHsv(image.data[at] ?? 0, image.data[at + 1] ?? 0, image.data[at + 2] ?? 0);
    data.set(toRgb((hue + turn) & 255, saturation, value), at);
  }
  return { width: image.width, height: image.height, data };
}

function mapped(image: RgbImage, of: (byte: number, at: number) => number): RgbImage {
  return { width: image.width, height: image.height, data: image.data.map(of) };
}

/** In single precision, cut off and clipped, as Pillow's `Image.blend`. */
function blend(from: number, to: number, factor: number): number {
  return clip(Math.trunc(Math.fround(from + Math.fround(Math.fround(factor) * (to - from)))));
}

function clip(value: number): number {
  return Math.min(255, Math.max(0, value));
}

type Triple = [number, number, number];

function toHsv(red: number, green: number, blue: number): Triple {
  const most = Math.max(red, green, blue);
  const range = most - Math.min(red, green, blue);
  if (range === 0) return [0, 0, most];
  const fromRed = Math.fround((most - red) / range);
  const fromGreen = Math.fround((most - green) / range);
  const fromBlue = Math.fround((most - blue) / range);
  const sector = red === most ? fromBlue - fromGreen : green === most ? 2 + fromRed - fromBlue : 4 + fromGreen - fromRed;
  const hue = Math.fround((Math.fround(sector) / 6 + 1) % 1);
  return [clip(Math.trunc(hue * 255)), clip(Math.trunc(Math.fround(range / most) * 255)), most];
}

function toRgb(hue: number, saturation: number, value: number): Triple {
  if (saturation === 0) return [value, value, value];
  const sector = Math.floor((hue * 6) / 255);
  const rest = Math.fround((hue * 6) / 255 - sector);
  const share = Math.fround(saturation / 255);
  const p = clip(Math.round(value * (1 - share)));
  const q = clip(Math.round(value * (1 - share * rest)));
  const t = clip(Math.round(value * (1 - share * (1 - rest))));
  switch (sector % 6) {
    case 0:
      return [value, t, p];
    case 1:
      return [q, value, p];
    case 2:
      return [p, value, t];
    case 3:
      return [p, q, value];
    case 4:
      return [t, p, value];
    default:
      return [value, p, q];
  }
}
