import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { CenterCrop, Compose, Normalize, Resize, ToTensor } from '../../src/data';
import type { ImageDecoder, RgbImage } from '../../src/data';
import { DataError } from '../../src/errors';
import { sharpDecoder } from '../../src/node/sharp-decoder';
import type { CaseResult, Runner } from './result';
import { applyOp } from './vision-ops';
import type { Op } from './vision-ops';

/** One thing that the file says, ready to be checked: `check` throws when it does not hold. */
export interface VisionCase {
  readonly id: string;
  check(): Promise<void>;
}

interface Described {
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly sha256: string;
  readonly raw: string | null;
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly grid?: readonly (readonly (readonly number[])[])[] | null;
}

interface Result extends Described {
  readonly image: string;
  readonly name: string;
  readonly ops: readonly Op[];
  readonly tensor: 'unit' | 'normalized' | null;
  readonly tensorMean?: readonly number[];
  readonly tensorStd?: readonly number[];
  readonly tensorSample?: readonly { readonly x: number; readonly y: number; readonly values: readonly number[] }[];
}

interface TransformsFile {
  readonly imagenet: { readonly mean: readonly number[]; readonly std: readonly number[] };
  readonly images: readonly { readonly file: string; readonly decoded: Described }[];
  readonly broken: readonly { readonly file: string; readonly kind: string }[];
  readonly resizeSizes: { readonly rows: readonly (readonly [number, number, number, number | null, number, number])[] };
  readonly centerCropOrigins: { readonly rows: readonly (readonly [number, number, number, number, number, number])[] };
  readonly results: readonly Result[];
}

/** Every case of a transforms.json; image and raw files are looked for beside it. */
export function visionTransformCases(file: string, decoder: ImageDecoder = sharpDecoder()): VisionCase[] {
  const golden = JSON.parse(readFileSync(file, 'utf8')) as TransformsFile;
  const folder = dirname(file);
  const decoded = new Map<string, Promise<RgbImage>>();
  const decode = (image: string): Promise<RgbImage> => {
    const known = decoded.get(image) ?? decoder.decode(readFileSync(join(folder, image)), image);
    decoded.set(image, known);
    return known;
  };
  return [
    ...golden.images.map(({ file: image, decoded: expected }) => ({
      id: `images/${basename(image)}`,
      check: async () => checkPixels(await decode(image), expected, folder),
    })),
    ...golden.broken.map(({ file: image, kind }) => ({ id: `broken/${basename(image)}`, check: () => checkRefused(decoder, folder, image, kind) })),
    ...golden.resizeSizes.rows.map((row) => ({ id: `resizeSizes/${row.slice(0, 4).join(',')}`, check: async () => checkResizeSize(row) })),
    ...golden.centerCropOrigins.rows.map((row) => ({ id: `centerCropOrigins/${row.slice(0, 4).join(',')}`, check: async () => checkOrigin(row) })),
    ...golden.results.map((result) => ({
      id: `results/${basename(result.image)}/${result.name}`,
      check: async () => checkResult(await decode(result.image), result, folder, golden.imagenet),
    })),
  ];
}

/** Runs all of them, one after the other. */
export const runVisionTransformsFile: Runner = async (file) => {
  const results: CaseResult[] = [];
  for (const { id, check } of visionTransformCases(file)) {
    try {
      await check();
      results.push({ id, outcome: 'passed' });
    } catch (error) {
      results.push({ id, outcome: 'failed', detail: error instanceof Error ? error.message : String(error) });
    }
  }
  return results;
};

function checkResult(source: RgbImage, result: Result, folder: string, imagenet: TransformsFile['imagenet']): void {
  const image = result.ops.reduce(applyOp, source);
  checkPixels(image, result, folder);
  checkComposed(source, image, result.ops);
  if (result.tensor === null) return;
  const unit = new ToTensor().apply(image);
  const tensor = result.tensor === 'unit' ? unit : new Normalize(imagenet).apply(unit);
  const [height, width, channels] = result.shape;
  same('tensor shape', tensor.shape, [height, width, channels]);
  for (const { x, y, values } of result.tensorSample ?? []) {
    const at = (y * width + x) * channels;
    same(`pixel (${y}, ${x})`, [...tensor.data.subarray(at, at + channels)], values);
  }
  const moments = channelMoments(tensor.data, channels);
  if (result.tensorMean !== undefined) near('tensorMean', moments.mean, result.tensorMean, 1e-5);
  if (result.tensorStd !== undefined) near('tensorStd', moments.std, result.tensorStd, 1e-5);
}

/** The transforms that a user writes give what the single operations give. */
function checkComposed(source: RgbImage, expected: RgbImage, ops: readonly Op[]): void {
  const transforms = ops.flatMap((op): (Resize | CenterCrop)[] => {
    if (op.op === 'resize') return [new Resize(op.size, { ...(op.interpolation && { interpolation: op.interpolation }), ...(op.maxSize && { maxSize: op.maxSize }) })];
    return op.op === 'centerCrop' ? [new CenterCrop(op.size)] : [];
  });
  if (transforms.length !== ops.length) return;
  const image = new Compose(transforms).apply(source);
  same('composed size', [image.width, image.height], [expected.width, expected.height]);
  same('composed sha256', sha256(image.data), sha256(expected.data));
}

function checkPixels(image: RgbImage, expected: Described, folder: string): void {
  const [height, width, channels] = expected.shape;
  same('shape', [image.height, image.width, image.data.length / (image.width * image.height)], [height, width, channels]);
  const moments = channelMoments(image.data, channels);
  near('mean', moments.mean, expected.mean, 1e-4);
  near('std', moments.std, expected.std, 1e-4);
  if (expected.raw !== null) {
    const raw = readFileSync(join(folder, expected.raw));
    const at = image.data.findIndex((byte, index) => byte !== raw[index]);
    if (at >= 0 || raw.length !== image.data.length) throw new Error(`byte ${at} of ${raw.length}: expected ${raw[at]}, got ${image.data[at]}`);
  }
  if (expected.grid) near('grid', pool(image.data, height, width, channels), expected.grid.flat(2), 1e-3);
  same('sha256', sha256(image.data), expected.sha256);
}

async function checkRefused(decoder: ImageDecoder, folder: string, image: string, kind: string): Promise<void> {
  const refusal: unknown = await decoder.decode(readFileSync(join(folder, image)), image).catch((error: unknown) => error);
  if (!(refusal instanceof DataError)) throw new Error(`expected a DataError, got ${String(refusal)}`);
  same('kind', refusal.kind, kind);
  if (!refusal.message.includes(basename(image))) throw new Error(`the message does not name the file: ${refusal.message}`);
}

function checkResizeSize([width, height, size, maxSize, outWidth, outHeight]: TransformsFile['resizeSizes']['rows'][number]): void {
  same('size', new Resize(size, maxSize === null ? {} : { maxSize }).outputSize(width, height), { width: outWidth, height: outHeight });
}

function checkOrigin([width, height, cropWidth, cropHeight, left, top]: TransformsFile['centerCropOrigins']['rows'][number]): void {
  const window = new CenterCrop([cropHeight, cropWidth]).window(width, height);
  same('origin', [window.left, window.top], [left, top]);
}

function channelMoments(data: ArrayLike<number>, channels: number): { mean: number[]; std: number[] } {
  const count = data.length / channels;
  const mean = new Array<number>(channels).fill(0);
  const std = new Array<number>(channels).fill(0);
  for (let channel = 0; channel < channels; channel++) {
    let sum = 0;
    for (let at = channel; at < data.length; at += channels) sum += data[at] ?? 0;
    const average = sum / count;
    let squares = 0;
    for (let at = channel; at < data.length; at += channels) squares += ((data[at] ?? 0) - average) ** 2;
    mean[channel] = average;
    std[channel] = Math.sqrt(squares / count);
  }
  return { mean, std };
}

/** 8 x 8 adaptive average pool. */
function pool(data: Uint8Array, height: number, width: number, channels: number): number[] {
  const means: number[] = [];
  for (let row = 0; row < 8; row++) {
    for (let column = 0; column < 8; column++) {
      const [top, bottom] = [Math.floor((row * height) / 8), Math.ceil(((row + 1) * height) / 8)];
      const [left, right] = [Math.floor((column * width) / 8), Math.ceil(((column + 1) * width) / 8)];
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) sum += data[(y * width + x) * channels + channel] ?? 0;
        means.push(sum / ((bottom - top) * (right - left)));
      }
    }
  }
  return means;
}

function sha256(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function same(what: string, got: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(got), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: expected ${b}, got ${a}`);
}

function near(what: string, got: readonly number[], expected: readonly number[], tolerance: number): void {
  if (got.length !== expected.length) throw new Error(`${what}: expected ${expected.length} numbers, got ${got.length}`);
  for (const [index, value] of expected.entries()) {
    const difference = Math.abs((got[index] ?? NaN) - value);
    if (!(difference <= tolerance * (1 + Math.abs(value)))) throw new Error(`${what}[${index}]: expected ${value}, got ${got[index]}`);
  }
}
