import type { HostTensor } from '../../../contracts';
import { OptionError } from '../../../errors';
import { isHostTensor } from '../../../internal';
import { checkLogContent } from '../log-content';
import { canEncodePng, encodePng } from '../tensorboard/png';

/** A picture that a page can show: pixels `[height, width, channels]`, or a PNG or JPEG file `[bytes]`. */
export type Picture = HostTensor<Uint8Array>;

/** The longest side of a picture on the page, in pixels; larger ones are made smaller. */
const SIDE = 160;

/** How the files begin that a page may hold. */
const FORMATS = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
] as const;

const uris = new WeakMap<Picture, Promise<string>>();

/**
 * Takes a picture as it is given: a host tensor as for image records, whose pixels are copied, or the bytes of a PNG or JPEG file.
 *
 * @throws OptionError for anything else
 */
export function asPicture(owner: string, image: HostTensor | Uint8Array): Picture {
  if (isHostTensor(image)) {
    checkLogContent(owner, { kind: 'image', tag: '', image });
    return thumbnail(image);
  }
  if (image instanceof Uint8Array && formatOf(image) !== undefined) return { dtype: 'uint8', shape: [image.length], data: image.slice() };
  throw new OptionError({ owner: `${owner}.image`, expected: 'a host tensor [height, width, channels], or the bytes of a PNG or JPEG file', got: image });
}

/** The picture as a `data:` address; `undefined` where the platform cannot pack pixels. */
export async function pictureUri(picture: Picture): Promise<string | undefined> {
  if (picture.shape.length === 3 && !canEncodePng) return undefined;
  const known = uris.get(picture) ?? encode(picture);
  uris.set(picture, known);
  return known;
}

/** Bytes as base64. */
export function base64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return btoa(parts.join(''));
}

async function encode(picture: Picture): Promise<string> {
  const bytes = picture.shape.length === 3 ? await encodePng(picture) : picture.data;
  return `data:${formatOf(bytes) ?? 'image/png'};base64,${base64(bytes)}`;
}

function formatOf(bytes: Uint8Array): string | undefined {
  return FORMATS.find(([, beginning]) => beginning.every((byte, index) => bytes[index] === byte))?.[0];
}

/** A copy in bytes whose longest side is at most `SIDE`; each pixel is the mean of those that it stands for. */
function thumbnail({ dtype, shape, data }: HostTensor): Picture {
  const [height = 0, width = 0, channels = 0] = shape;
  const factor = Math.max(1, Math.ceil(Math.max(height, width) / SIDE));
  const [rows, columns] = [Math.ceil(height / factor), Math.ceil(width / factor)];
  const scale = dtype === 'uint8' ? 1 : 255;
  const pixels = new Uint8ClampedArray(rows * columns * channels);
  for (let row = 0, at = 0; row < rows; row++) {
    const bottom = Math.min(height, (row + 1) * factor);
    for (let column = 0; column < columns; column++) {
      const right = Math.min(width, (column + 1) * factor);
      for (let channel = 0; channel < channels; channel++, at++) {
        let [total, count] = [0, 0];
        for (let y = row * factor; y < bottom; y++) {
          for (let x = column * factor; x < right; x++, count++) total += Number(data[(y * width + x) * channels + channel]);
        }
        pixels[at] = (total / count) * scale;
      }
    }
  }
  return { dtype: 'uint8', shape: [rows, columns, channels], data: new Uint8Array(pixels.buffer) };
}
