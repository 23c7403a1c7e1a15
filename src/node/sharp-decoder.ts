import type { default as sharpModule, Metadata, OutputInfo, Sharp } from 'sharp';
import type { ImageDecoder, RgbImage } from '../data';
import { decodeBmp, isBmp } from './bmp';
import { imageFault, MAX_PIXELS } from './image-fault';
import { decodeNetpbm, isNetpbm } from './netpbm';
import { loadOptionalPeer } from './optional-peer';

/**
 * Decodes JPEG, PNG, WebP, TIFF and GIF with sharp, BMP and PGM/PPM by itself.
 *
 * Pixels equal Pillow's `Image.open(path).convert('RGB')`: the content decides about the format, not the name; EXIF
 * orientation is not applied; colour profiles are ignored; alpha is dropped; grey of 16 bits is clipped at 255, colour of
 * 16 bits keeps the high byte; CMYK is converted without a profile; of an animation the first frame counts. One thing
 * differs: transparent pixels of a GIF are black here, and have a colour of its palette in Pillow.
 *
 * sharp is an optional peer dependency, loaded at the first file it is needed for. It is set to one thread an image, since
 * a loader decodes several at a time.
 *
 * @throws DataError from `decode`, with `kind` `truncated`, `not-an-image` or `too-large`, naming the file
 * @throws BackendError from `decode` when sharp is not installed
 */
export function sharpDecoder(): ImageDecoder {
  let loading: Promise<typeof sharpModule> | undefined;
  return {
    async decode(bytes, path) {
      if (isBmp(bytes)) return decodeBmp(bytes, path);
      if (isNetpbm(bytes)) return decodeNetpbm(bytes, path);
      loading ??= loadSharp();
      return decode(await loading, bytes, path);
    },
  };
}

async function loadSharp(): Promise<typeof sharpModule> {
  const { default: sharp } = await loadOptionalPeer('sharp', 'decoding images', () => import('sharp'));
  sharp.concurrency(1);
  return sharp;
}

/** Pillow reads on after what libvips calls a warning, so those are let through. */
const OPTIONS = { ignoreIcc: true, failOn: 'error', limitInputPixels: MAX_PIXELS } as const;

async function decode(sharp: typeof sharpModule, bytes: Uint8Array, path: string): Promise<RgbImage> {
  try {
    const image = sharp(bytes, OPTIONS);
    switch (needs(bytes) ?? kindOf(await image.metadata())) {
      case 'cmyk':
        return withoutBlack(await raw(image.pipelineColourspace('cmyk').toColourspace('cmyk'), 'uchar'));
      case 'grey16':
        return clipped(await raw(image.toColourspace('grey16'), 'ushort'));
      case 'rgb':
        return toRgb(await raw(image.removeAlpha().toColourspace('srgb'), 'uchar'));
    }
  } catch (error) {
    throw classify(error, bytes, path);
  }
}

type Kind = 'rgb' | 'grey16' | 'cmyk';

function kindOf({ space, hasAlpha }: Metadata): Kind {
  if (space === 'cmyk') return 'cmyk';
  return space === 'grey16' && !hasAlpha ? 'grey16' : 'rgb';
}

/** Looks into the commonest headers, which spares opening the image twice; `undefined` where that does not tell. */
function needs(bytes: Uint8Array): Kind | undefined {
  if (bytes[0] === 0x89 && bytes[1] === 0x50 && bytes.length > 25) return bytes[24] === 16 && bytes[25] === 0 ? undefined : 'rgb';
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  let at = 2;
  while (at + 9 < bytes.length) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff || marker === 0xff) return undefined;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return (bytes[at + 9] ?? 0) <= 3 ? 'rgb' : undefined;
    at += 2 + (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0);
  }
  return undefined;
}

interface RawPixels {
  readonly data: Uint8Array;
  readonly info: OutputInfo;
}

async function raw(image: Sharp, depth: 'uchar' | 'ushort'): Promise<RawPixels> {
  const { data, info } = await image.raw({ depth }).toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength), info };
}

function toRgb({ data, info: { width, height, channels } }: RawPixels): RgbImage {
  if (channels === 3) return { width, height, data };
  const rgb = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) rgb.fill(data[pixel * channels] ?? 0, pixel * 3, pixel * 3 + 3);
  return { width, height, data: rgb };
}

function clipped({ data, info: { width, height, channels } }: RawPixels): RgbImage {
  const values = new Uint16Array(data.slice().buffer);
  const rgb = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) rgb.fill(Math.min(255, values[pixel * channels] ?? 0), pixel * 3, pixel * 3 + 3);
  return { width, height, data: rgb };
}

/** Pillow's CMYK to RGB: without a profile, in 8 bits. */
function withoutBlack({ data, info: { width, height, channels } }: RawPixels): RgbImage {
  const rgb = new Uint8ClampedArray(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const white = 255 - (data[pixel * channels + 3] ?? 0);
    for (let channel = 0; channel < 3; channel++) {
      const product = (data[pixel * channels + channel] ?? 0) * white + 128;
      rgb[pixel * 3 + channel] = white - (((product >> 8) + product) >> 8);
    }
  }
  return { width, height, data: new Uint8Array(rgb.buffer) };
}

function classify(error: unknown, bytes: Uint8Array, path: string): unknown {
  // Anything but an error of sharp (a plain Error) already says what it has to.
  if (!(error instanceof Error) || 'code' in error) return error;
  const details = error.message.split('\n', 2).join(' ').trim();
  if (/pixel limit/i.test(details)) return imageFault(path, 'too-large', details, error);
  if (bytes.length === 0 || /unsupported image format/i.test(details)) return imageFault(path, 'not-an-image', bytes.length === 0 ? 'an empty file' : undefined, error);
  return imageFault(path, 'truncated', details, error);
}
