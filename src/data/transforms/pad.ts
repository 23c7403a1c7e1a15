import * as z from 'zod/mini';
import { OptionError } from '../../errors';
import { parseOptions } from '../../internal';
import type { RgbImage } from '../rgb-image';
import { channelsOf } from '../rgb-image';

/** What is put beyond an edge: a colour, the edge's pixels, or the image mirrored without (`reflect`) or with (`symmetric`) its edge. */
export type PaddingMode = 'constant' | 'edge' | 'reflect' | 'symmetric';

/** One value for all channels, or one a channel, 0 to 255. */
export type Fill = number | readonly number[];

/** Options of `pad`. */
export interface PadOptions {
  /** @default 'constant' */
  readonly mode?: PaddingMode;
  /** Colour with `'constant'`. @default 0 */
  readonly fill?: Fill;
}

const byte = z.int().check(z.minimum(0), z.maximum(255));
export const fillSchema = z.union([byte, z.readonly(z.array(byte))], 'a number from 0 to 255, or one for each channel');
const schema = z.strictObject({
  mode: z._default(z.enum(['constant', 'edge', 'reflect', 'symmetric']), 'constant'),
  fill: z._default(fillSchema, 0),
});

/** One number for all sides, [x, y] for left and right, top and bottom, or [left, top, right, bottom]. */
export type Padding = number | readonly [x: number, y: number] | readonly [left: number, top: number, right: number, bottom: number];

/**
 * Surrounds an image, as torchvision's `pad` does.
 *
 * @throws OptionError for a negative padding, and for a mirrored one as wide as the image
 */
export function pad(image: RgbImage, padding: Padding, options: PadOptions = {}): RgbImage {
  const { mode, fill } = parseOptions('pad', schema, options);
  const channels = channelsOf('pad', image);
  const sides = typeof padding === 'number' ? [padding, padding, padding, padding] : padding.length === 2 ? [...padding, ...padding] : padding;
  const [left = 0, top = 0, right = 0, bottom = 0] = sides;
  if (!sides.every((side) => Number.isInteger(side) && side >= 0)) throw new OptionError({ owner: 'pad.padding', expected: 'integers from 0 up', got: padding });
  const columns = places(image.width, left, right, mode);
  const rows = places(image.height, top, bottom, mode);
  const colour = fillColour(fill, channels);
  const data = new Uint8Array(columns.length * rows.length * channels);
  let out = 0;
  for (const y of rows) {
    for (const x of columns) {
      const at = (y * image.width + x) * channels;
      for (let channel = 0; channel < channels; channel++) data[out++] = (x < 0 || y < 0 ? colour[channel] : image.data[at + channel]) ?? 0;
    }
  }
  return { width: columns.length, height: rows.length, data };
}

/** The colour as one number a channel. */
export function fillColour(fill: Fill, channels: number): readonly number[] {
  if (typeof fill === 'number') return new Array<number>(channels).fill(fill);
  if (fill.length !== channels) throw new OptionError({ owner: 'fill', expected: `one number, or one for each of ${channels} channels`, got: fill });
  return fill;
}

/** For every pixel of a padded axis, the pixel that it shows, or -1 for the colour. */
function places(length: number, before: number, after: number, mode: PaddingMode): number[] {
  const most = mode === 'reflect' ? length - 1 : length;
  if (mode !== 'constant' && mode !== 'edge' && Math.max(before, after) > most) {
    throw new OptionError({ owner: 'pad.padding', expected: `at most ${most} pixels with mode ${mode}`, got: Math.max(before, after) });
  }
  return Array.from({ length: before + length + after }, (_, index) => {
    const at = index - before;
    if (at >= 0 && at < length) return at;
    switch (mode) {
      case 'constant':
        return -1;
      case 'edge':
        return at < 0 ? 0 : length - 1;
      case 'reflect':
        return at < 0 ? -at : 2 * length - 2 - at;
      case 'symmetric':
        return at < 0 ? -at - 1 : 2 * length - 1 - at;
    }
  });
}
