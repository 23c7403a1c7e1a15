import type { RgbImage } from '../data';
import { checkSize, imageFault } from './image-fault';

/*
 * libvips as sharp ships it reads no BMP, and the npm packages for it bring other rules (alpha, padding, 16 bits) than
 * Pillow's, whose pixels are wanted here; the uncompressed kinds are a table look-up or a copy each.
 */

const BITFIELDS = 3;

interface BmpHeader {
  readonly width: number;
  readonly height: number;
  readonly topDown: boolean;
  readonly bits: number;
  readonly pixels: number;
  readonly palette: { readonly at: number; readonly entry: 3 | 4; readonly count: number };
  readonly masks: Masks;
}

/** Whether a file begins like a BMP. */
export function isBmp(bytes: Uint8Array): boolean {
  return bytes.length > 18 && bytes[0] === 0x42 && bytes[1] === 0x4d;
}

/**
 * Decodes an uncompressed BMP of 1, 4, 8, 16, 24 or 32 bits to RGB as Pillow does; alpha is dropped.
 *
 * Format: Windows GDI, BITMAPFILEHEADER and the headers of 12, 40 and more bytes.
 */
export function decodeBmp(bytes: Uint8Array, path: string): RgbImage {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = readHeader(view, path);
  const { width, height, bits } = header;
  const stride = Math.ceil((width * bits) / 32) * 4;
  // The padding of the last row may be missing.
  const needed = stride * (height - 1) + Math.ceil((width * bits) / 8);
  if (header.pixels + needed > bytes.length) throw imageFault(path, 'truncated', 'BMP pixels are missing');
  const data = new Uint8Array(width * height * 3);
  const row = rowReader(header, view, path);
  for (let y = 0; y < height; y++) row(header.pixels + (header.topDown ? y : height - 1 - y) * stride, data, y * width * 3);
  return { width, height, data };
}

function readHeader(view: DataView, path: string): BmpHeader {
  const size = view.getUint32(14, true);
  const needed = size === 12 ? 26 : 14 + Math.max(size, 40);
  if (view.byteLength < needed) throw imageFault(path, 'truncated', 'BMP header');
  const pixels = view.getUint32(10, true);
  const old = size === 12;
  const width = old ? view.getUint16(18, true) : view.getInt32(18, true);
  const signed = old ? view.getUint16(20, true) : view.getInt32(22, true);
  const bits = view.getUint16(old ? 24 : 28, true);
  const compression = old ? 0 : view.getUint32(30, true);
  const used = old ? 0 : view.getUint32(46, true);
  const height = Math.abs(signed);
  checkSize(path, width, height);
  if (compression !== 0 && compression !== BITFIELDS) throw imageFault(path, 'not-an-image', 'compressed BMP is not supported');
  return {
    width,
    height,
    topDown: signed < 0,
    bits,
    pixels,
    palette: { at: 14 + size, entry: old ? 3 : 4, count: bits <= 8 ? Math.min(used === 0 ? 2 ** bits : used, 256) : 0 },
    masks: compression === BITFIELDS ? readMasks(view, path) : defaultMasks(bits),
  };
}

type Masks = readonly [red: number, green: number, blue: number];

function readMasks(view: DataView, path: string): Masks {
  const at = 14 + 40;
  if (view.byteLength < at + 12) throw imageFault(path, 'truncated', 'BMP masks');
  return [view.getUint32(at, true), view.getUint32(at + 4, true), view.getUint32(at + 8, true)];
}

function defaultMasks(bits: number): Masks {
  return bits === 16 ? [0x7c00, 0x03e0, 0x001f] : [0xff0000, 0x00ff00, 0x0000ff];
}

type RowReader = (from: number, into: Uint8Array, to: number) => void;

function rowReader(header: BmpHeader, view: DataView, path: string): RowReader {
  const { width, bits } = header;
  switch (bits) {
    case 1:
    case 4:
    case 8:
      return indexedRows(header, view, path);
    case 16:
    case 32:
      return maskedRows(header, view);
    case 24:
      return (from, into, to) => {
        for (let x = 0; x < width * 3; x += 3) {
          into[to + x] = view.getUint8(from + x + 2);
          into[to + x + 1] = view.getUint8(from + x + 1);
          into[to + x + 2] = view.getUint8(from + x);
        }
      };
    default:
      throw imageFault(path, 'not-an-image', `BMP of ${bits} bits is not supported`);
  }
}

function indexedRows({ width, bits, palette }: BmpHeader, view: DataView, path: string): RowReader {
  if (palette.at + palette.count * palette.entry > view.byteLength) throw imageFault(path, 'truncated', 'BMP palette is missing');
  const colours = new Uint8Array(256 * 3);
  for (let index = 0; index < palette.count; index++) {
    const at = palette.at + index * palette.entry;
    for (let channel = 0; channel < 3; channel++) colours[index * 3 + channel] = view.getUint8(at + 2 - channel);
  }
  const perByte = 8 / bits;
  const mask = 2 ** bits - 1;
  return (from, into, to) => {
    for (let x = 0; x < width; x++) {
      const index = (view.getUint8(from + Math.floor(x / perByte)) >> (8 - bits * ((x % perByte) + 1))) & mask;
      for (let channel = 0; channel < 3; channel++) into[to + x * 3 + channel] = colours[index * 3 + channel] ?? 0;
    }
  };
}

function maskedRows({ width, bits, masks }: BmpHeader, view: DataView): RowReader {
  const bytesEach = bits / 8;
  const channels = masks.map((mask) => {
    const shift = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
    return { shift, largest: mask >>> shift, mask };
  });
  return (from, into, to) => {
    for (let x = 0; x < width; x++) {
      const at = from + x * bytesEach;
      const pixel = bytesEach === 2 ? view.getUint16(at, true) : view.getUint32(at, true);
      for (const [index, { shift, largest, mask }] of channels.entries()) {
        into[to + x * 3 + index] = largest === 0 ? 0 : Math.floor((((pixel & mask) >>> shift) * 255) / largest);
      }
    }
  };
}
