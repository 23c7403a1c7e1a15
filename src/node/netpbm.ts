import type { RgbImage } from '../data';
import { checkSize, imageFault } from './image-fault';

const WHITE = new Set([0x20, 0x09, 0x0a, 0x0b, 0x0c, 0x0d]);

/** Whether a file begins like a grey or colour picture of the netpbm family: P2, P3 (text), P5, P6 (binary). */
export function isNetpbm(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && [0x32, 0x33, 0x35, 0x36].includes(bytes[1] ?? 0) && (WHITE.has(bytes[2] ?? 0) || bytes[2] === 0x23);
}

/**
 * Decodes .pgm and .ppm to RGB as Pillow does: values are scaled to 255, but a grey picture of 16 bits is clipped there.
 *
 * libvips as sharp ships it does not read them.
 */
export function decodeNetpbm(bytes: Uint8Array, path: string): RgbImage {
  const kind = (bytes[1] ?? 0) - 0x30;
  const tokens = new Tokens(bytes, path);
  const width = tokens.next();
  const height = tokens.next();
  const largest = tokens.next();
  checkSize(path, width, height);
  if (largest < 1 || largest > 65_535) throw imageFault(path, 'not-an-image', `largest value ${largest}`);
  const channels = kind === 3 || kind === 6 ? 3 : 1;
  const values = width * height * channels;
  const read = kind >= 5 ? binary(bytes, tokens.at + 1, largest > 255 ? 2 : 1, values, path) : () => tokens.next();
  const wide = channels === 1 && largest > 255;
  const scale = (value: number): number => {
    const scaled = roundHalfToEven((value / largest) * (wide ? 65_535 : 255));
    return Math.min(255, scaled);
  };
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < values; at++) {
    const value = scale(read());
    if (channels === 3) data[at] = value;
    else data.fill(value, at * 3, at * 3 + 3);
  }
  return { width, height, data };
}

function binary(bytes: Uint8Array, start: number, size: 1 | 2, values: number, path: string): () => number {
  if (start + values * size > bytes.length) throw imageFault(path, 'truncated', 'pixels are missing');
  let at = start;
  return () => {
    const high = bytes[at++] ?? 0;
    return size === 1 ? high : high * 256 + (bytes[at++] ?? 0);
  };
}

/** Python's `round`, for values from 0 up. */
function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** Decimal numbers between white space; `#` begins a comment. */
class Tokens {
  at = 2;
  readonly #bytes: Uint8Array;
  readonly #path: string;

  constructor(bytes: Uint8Array, path: string) {
    this.#bytes = bytes;
    this.#path = path;
  }

  next(): number {
    const bytes = this.#bytes;
    while (WHITE.has(bytes[this.at] ?? 0) || bytes[this.at] === 0x23) {
      if (bytes[this.at] === 0x23) while (this.at < bytes.length && bytes[this.at] !== 0x0a) this.at++;
      else this.at++;
    }
    if (this.at >= bytes.length) throw imageFault(this.#path, 'truncated', 'numbers are missing');
    let value = 0;
    const start = this.at;
    for (; this.at < bytes.length && !WHITE.has(bytes[this.at] ?? 0); this.at++) {
      const digit = (bytes[this.at] ?? 0) - 0x30;
      if (digit < 0 || digit > 9 || this.at - start > 9) throw imageFault(this.#path, 'not-an-image', 'no number where one should be');
      value = value * 10 + digit;
    }
    return value;
  }
}
