import type { RgbImage } from '../rgb-image';
import { channelsOf } from '../rgb-image';
import type { Coefficients } from './coefficients';
import { coefficients, PRECISION } from './coefficients';
import type { Interpolation } from './filters';

/** A rectangle of pixels. */
export interface Window {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const HALF = 1 << (PRECISION - 1);

/**
 * Resamples an image to `width` x `height` with Pillow's antialiased two-pass convolution, byte for byte.
 *
 * Only the pixels of `window`, a part of the result, are computed. Horizontal comes first, but vertical where the image
 * shrinks in height by more than twice of what it shrinks in width (as from Pillow 13 on); an unchanged axis has no pass.
 *
 * @returns the image itself when nothing changes
 */
export function resample(image: RgbImage, width: number, height: number, interpolation: Interpolation, window?: Window): RgbImage {
  const part = window ?? { left: 0, top: 0, width, height };
  if (interpolation === 'nearest') return pickNearest(image, width, height, part);
  const channels = channelsOf('resample', image);
  const across = image.width === width ? undefined : coefficients(image.width, width, interpolation);
  const down = image.height === height ? undefined : coefficients(image.height, height, interpolation);
  const verticalFirst = image.height > height && image.height - height > 2 * (image.width - width);
  const columns = span(across, part.left, part.width);
  const rows = span(down, part.top, part.height);
  const plane = { data: image.data, width: image.width, left: 0, top: 0, height: image.height };
  const whole = columns.length === image.width && rows.length === image.height;
  if (across === undefined && down === undefined && whole) return image;
  const done = verticalFirst
    ? horizontal(vertical(plane, down, part.top, part.height, columns, channels), across, part.left, part.width, { from: part.top, length: part.height }, channels)
    : vertical(horizontal(plane, across, part.left, part.width, rows, channels), down, part.top, part.height, { from: part.left, length: part.width }, channels);
  return { width: part.width, height: part.height, data: done.data };
}

/** Pixels with the place of the first one in the image that they are a part of. */
interface Plane {
  readonly data: Uint8Array;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface Span {
  readonly from: number;
  readonly length: number;
}

/** Which input pixels of an axis the output pixels `start` to `start + length` are made of. */
function span(axis: Coefficients | undefined, start: number, length: number): Span {
  if (axis === undefined) return { from: start, length };
  const last = start + length - 1;
  const from = axis.first[start] ?? 0;
  return { from, length: (axis.first[last] ?? 0) + (axis.count[last] ?? 0) - from };
}

/** Resamples along rows; of the plane's rows only `rows` are kept. */
function horizontal(plane: Plane, axis: Coefficients | undefined, left: number, width: number, rows: Span, channels: number): Plane {
  const made = { left, top: rows.from, width, height: rows.length };
  if (axis === undefined) return { ...made, data: cut(plane, { left, top: rows.from, width, height: rows.length }, channels) };
  const bytes = new Uint8ClampedArray(rows.length * width * channels);
  const { data } = plane;
  const { first, count, weights, taps } = axis;
  const stride = plane.width * channels;
  let out = 0;
  for (let row = 0; row < rows.length; row++) {
    const start = (rows.from + row - plane.top) * stride - plane.left * channels;
    for (let x = left; x < left + width; x++) {
      const end = x * taps + (count[x] as number); // inside the table by construction, as all indices here
      let at = start + (first[x] as number) * channels;
      if (channels === 3) {
        let red = HALF;
        let green = HALF;
        let blue = HALF;
        for (let tap = x * taps; tap < end; tap++) {
          const weight = weights[tap] as number;
          red = (red + Math.imul(data[at] as number, weight)) | 0;
          green = (green + Math.imul(data[at + 1] as number, weight)) | 0;
          blue = (blue + Math.imul(data[at + 2] as number, weight)) | 0;
          at += 3;
        }
        bytes[out] = red >> PRECISION;
        bytes[out + 1] = green >> PRECISION;
        bytes[out + 2] = blue >> PRECISION;
        out += 3;
      } else {
        let sum = HALF;
        for (let tap = x * taps; tap < end; tap++) sum = (sum + Math.imul(data[at++] as number, weights[tap] as number)) | 0;
        bytes[out++] = sum >> PRECISION;
      }
    }
  }
  return { ...made, data: new Uint8Array(bytes.buffer) };
}

/** Resamples along columns; of the plane's columns only `columns` are kept. */
function vertical(plane: Plane, axis: Coefficients | undefined, top: number, height: number, columns: Span, channels: number): Plane {
  const made = { left: columns.from, top, width: columns.length, height };
  if (axis === undefined) return { ...made, data: cut(plane, { left: columns.from, top, width: columns.length, height }, channels) };
  const width = columns.length * channels;
  const bytes = new Uint8ClampedArray(height * width);
  const { data } = plane;
  const { first, count, weights, taps } = axis;
  const stride = plane.width * channels;
  let out = 0;
  for (let y = top; y < top + height; y++) {
    const begin = y * taps;
    const end = begin + (count[y] as number); // inside the table by construction, as all indices here
    const start = ((first[y] as number) - plane.top) * stride + (columns.from - plane.left) * channels;
    for (let x = start; x < start + width; x++) {
      let sum = HALF;
      let at = x;
      for (let tap = begin; tap < end; tap++) {
        sum = (sum + Math.imul(data[at] as number, weights[tap] as number)) | 0;
        at += stride;
      }
      bytes[out++] = sum >> PRECISION;
    }
  }
  return { ...made, data: new Uint8Array(bytes.buffer) };
}

function cut(plane: Plane, window: Window, channels: number): Uint8Array {
  if (plane.left === window.left && plane.top === window.top && plane.width === window.width && plane.height === window.height) return plane.data;
  const row = window.width * channels;
  const data = new Uint8Array(window.height * row);
  for (let y = 0; y < window.height; y++) {
    const at = ((window.top + y - plane.top) * plane.width + window.left - plane.left) * channels;
    data.set(plane.data.subarray(at, at + row), y * row);
  }
  return data;
}

function pickNearest(image: RgbImage, width: number, height: number, window: Window): RgbImage {
  const channels = channelsOf('resample', image);
  const columns = nearestSources(image.width, width);
  const rows = nearestSources(image.height, height);
  const data = new Uint8Array(window.width * window.height * channels);
  let out = 0;
  for (let y = window.top; y < window.top + window.height; y++) {
    const start = (rows[y] as number) * image.width; // the window is a part of the result
    for (let x = window.left; x < window.left + window.width; x++) {
      const at = (start + (columns[x] as number)) * channels;
      for (let channel = 0; channel < channels; channel++) data[out++] = image.data[at + channel] as number;
    }
  }
  return { width: window.width, height: window.height, data };
}

/** Steps are added up, not multiplied: exact halves depend on it. */
function nearestSources(input: number, output: number): Int32Array {
  const step = input / output;
  const sources = new Int32Array(output);
  let at = step * 0.5;
  for (let index = 0; index < output; index++) {
    sources[index] = Math.trunc(at);
    at += step;
  }
  return sources;
}
