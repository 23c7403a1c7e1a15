import * as z from 'zod/mini';
import { parseOptions } from '../../internal';
import type { RgbImage } from '../rgb-image';
import { channelsOf } from '../rgb-image';
import { flipHorizontally, flipVertically } from './geometry';
import type { Fill } from './pad';
import { fillColour, fillSchema } from './pad';
import type { Pick } from './pick-pixel';
import { pickBicubic, pickBilinear } from './pick-pixel';

/** Options of `rotate`. */
export interface RotateOptions {
  /** @default 'nearest' */
  readonly interpolation?: 'nearest' | 'bilinear' | 'bicubic';
  /** Whether the result is made large enough for all of the image. @default false */
  readonly expand?: boolean;
  /** [x, y] of the fixed point in pixels; the middle of the image where left out. */
  readonly center?: readonly [x: number, y: number];
  /** Colour of what lies outside the image. @default 0 */
  readonly fill?: Fill;
}

const schema = z.strictObject({
  interpolation: z._default(z.enum(['nearest', 'bilinear', 'bicubic']), 'nearest'),
  expand: z._default(z.boolean(), false),
  center: z.optional(z.readonly(z.tuple([z.number(), z.number()]))),
  fill: z._default(fillSchema, 0),
});

/** x' = a x + b y + c, y' = d x + e y + f. */
type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** Turns an image counter-clockwise by `angle` degrees, as torchvision's `rotate` on a Pillow image does. */
export function rotate(image: RgbImage, angle: number, options: RotateOptions = {}): RgbImage {
  const { interpolation, expand, center, fill } = parseOptions('rotate', schema, options);
  const turn = ((parseOptions('rotate.angle', z.number(), angle) % 360) + 360) % 360;
  const exact = center === undefined ? exactTurn(image, turn, expand) : undefined;
  if (exact !== undefined) return exact;
  const radians = -turn * (Math.PI / 180);
  const [cos, sin] = [decimals(Math.cos(radians)), decimals(Math.sin(radians))];
  const [x, y] = center ?? [image.width / 2, image.height / 2];
  const matrix: Affine = [cos, sin, cos * -x + sin * -y + x, -sin, cos, -sin * -x + cos * -y + y];
  const size = expand ? expandedSize(image, matrix) : { width: image.width, height: image.height };
  const [dx, dy] = [-(size.width - image.width) / 2, -(size.height - image.height) / 2];
  const moved: Affine = expand ? [cos, sin, ...along(matrix, dx, dy, 0), -sin, cos, ...along(matrix, dx, dy, 1)] : matrix;
  const colour = fillColour(fill, channelsOf('rotate', image));
  if (interpolation === 'nearest') return nearest(image, size, moved, colour);
  return smooth(image, size, moved, colour, interpolation === 'bilinear' ? pickBilinear : pickBicubic);
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function exactTurn(image: RgbImage, turn: number, expand: boolean): RgbImage | undefined {
  if (turn === 0) return image;
  if (turn === 180) return flipHorizontally(flipVertically(image));
  if ((turn === 90 || turn === 270) && (expand || image.width === image.height)) return turn === 90 ? flipVertically(transposed(image)) : flipHorizontally(transposed(image));
  return undefined;
}

function transposed(image: RgbImage): RgbImage {
  const channels = channelsOf('rotate', image);
  const { width, height } = image;
  const data = new Uint8Array(image.data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < channels; channel++) data[(x * height + y) * channels + channel] = image.data[(y * width + x) * channels + channel] ?? 0;
    }
  }
  return { width: height, height: width, data };
}

/** Python's `round(value, 15)`, which makes the cosine of a right angle 0. */
function decimals(value: number): number {
  return Number(value.toFixed(15));
}

function along([a, b, c, d, e, f]: Affine, x: number, y: number, row: 0 | 1): [number] {
  return [row === 0 ? a * x + b * y + c : d * x + e * y + f];
}

function expandedSize({ width, height }: RgbImage, matrix: Affine): Size {
  const corners = [[0, 0], [width, 0], [width, height], [0, height]] as const;
  const span = (row: 0 | 1): number => {
    const values = corners.map(([x, y]) => along(matrix, x, y, row)[0]);
    return Math.ceil(Math.max(...values)) - Math.floor(Math.min(...values));
  };
  return { width: span(0), height: span(1) };
}

function canvas({ width, height }: Size, colour: readonly number[]): Uint8Array {
  const data = new Uint8Array(width * height * colour.length);
  for (let at = 0; at < data.length; at++) data[at] = colour[at % colour.length] ?? 0;
  return data;
}

/** Coordinates in fixed point with 16 fractional bits, as Pillow's. */
function nearest(image: RgbImage, size: Size, [a, b, c, d, e, f]: Affine, colour: readonly number[]): RgbImage {
  const fixed = (value: number): number => Math.floor(value * 65_536 + 0.5);
  const channels = colour.length;
  const data = canvas(size, colour);
  let [rowX, rowY] = [fixed(c + a * 0.5 + b * 0.5), fixed(f + d * 0.5 + e * 0.5)];
  let out = 0;
  for (let y = 0; y < size.height; y++) {
    let [atX, atY] = [rowX, rowY];
    for (let x = 0; x < size.width; x++, out += channels) {
      const [fromX, fromY] = [atX >> 16, atY >> 16];
      if (fromX >= 0 && fromX < image.width && fromY >= 0 && fromY < image.height) {
        const at = (fromY * image.width + fromX) * channels;
        for (let channel = 0; channel < channels; channel++) data[out + channel] = image.data[at + channel] ?? 0;
      }
      atX += fixed(a);
      atY += fixed(d);
    }
    rowX += fixed(b);
    rowY += fixed(e);
  }
  return { ...size, data };
}

function smooth(image: RgbImage, size: Size, [a, b, c, d, e, f]: Affine, colour: readonly number[], pick: Pick): RgbImage {
  const channels = colour.length;
  const data = canvas(size, colour);
  let out = 0;
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++, out += channels) {
      const fromX = a * (x + 0.5) + b * (y + 0.5) + c;
      const fromY = d * (x + 0.5) + e * (y + 0.5) + f;
      if (fromX < 0 || fromX >= image.width || fromY < 0 || fromY >= image.height) continue;
      for (let channel = 0; channel < channels; channel++) data[out + channel] = pick(image, channels, channel, fromX, fromY);
    }
  }
  return { ...size, data };
}
