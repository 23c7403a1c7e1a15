import type { HostTensor } from '../../../contracts';
import { joinBytes } from '../../../internal';
import { crc32 } from './crc32';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** PNG's colour types by number of channels: grey, RGB, RGB with alpha. */
const COLOUR_TYPES: Readonly<Record<number, number>> = { 1: 0, 3: 2, 4: 6 };

const encoder = new TextEncoder();

/** Whether the platform has what a PNG is compressed with: Node and browsers since 2023. */
export const canEncodePng = typeof CompressionStream === 'function';

/** An image `[height, width, channels]`, bytes or floats from 0 to 1, as a PNG file. */
export async function encodePng(image: HostTensor): Promise<Uint8Array> {
  const [height = 0, width = 0, channels = 0] = image.shape;
  const row = width * channels;
  const pixels = toBytes(image);
  // Each row begins with its filter: none.
  const rows = new Uint8Array(height * (row + 1));
  for (let y = 0; y < height; y++) rows.set(pixels.subarray(y * row, (y + 1) * row), y * (row + 1) + 1);

  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, COLOUR_TYPES[channels] ?? 0], 8);
  return joinBytes([SIGNATURE, chunk('IHDR', header), chunk('IDAT', await deflate(rows)), chunk('IEND', new Uint8Array(0))]);
}

function toBytes({ dtype, data }: HostTensor): Uint8Array {
  if (data instanceof Uint8Array && dtype === 'uint8') return data;
  // Rounds and limits, and makes 0 of NaN.
  return new Uint8Array(Uint8ClampedArray.from(data as Float32Array | Float64Array, (value) => value * 255).buffer);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(encoder.encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const compressed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(compressed).arrayBuffer());
}
