import * as tf from '@tensorflow/tfjs-core';
import { ShapeError } from '../../errors';
import type { MaybePromise } from '../../internal';
import { andThen, inTurn } from '../../internal';
import { sameShape } from '../../tensor';
import type { ArrayInput, Numbers } from '../numbers';
import { asTensor, readAll, sizeOf } from '../numbers';

/** What was detected in one image. */
export interface Detections {
  /** Corners `(x1, y1, x2, y2)`, `[detections, 4]`. */
  readonly bbox: ArrayInput;
  /** Confidences, `[detections]`. */
  readonly scores: ArrayInput;
  /** Classes, `[detections]`; those outside `[0, numClasses)` are ignored. */
  readonly labels: ArrayInput;
}

/** What there is in one image. */
export interface GroundTruths {
  /** Corners `(x1, y1, x2, y2)`, `[objects, 4]`. */
  readonly bbox: ArrayInput;
  /** Classes, whole numbers in `[0, numClasses)`, `[objects]`. */
  readonly labels: ArrayInput;
  /** Which boxes stand for crowds, where a detection counts neither way, `[objects]`. None by default. */
  readonly iscrowd?: ArrayInput;
}

/** Detections and truths of the images of a batch. */
export type DetectionOutput = readonly [yPred: readonly Detections[], y: readonly GroundTruths[]];

/** The images of one or more batches, their boxes below each other. */
export interface DetectionBatch {
  /** Numbers of detections and of truths, `[images, 2]`. */
  readonly sizes: ArrayLike<number>;
  /** `[detections, 6]`: corners, score, class. */
  readonly detections: ArrayLike<number>;
  /** `[truths, 6]`: corners, class, whether it is a crowd. */
  readonly truths: ArrayLike<number>;
}

/** Columns of the rows of a batch. */
export const COLUMNS = 6;

/** The arrays of one image: corners, then scores and classes, or classes and, of some, crowds. */
type Boxes = readonly [bbox: ArrayInput, first: ArrayInput, second: ArrayInput | undefined];
type Shaped = { readonly shape: readonly number[]; readonly dtype: Numbers['dtype'] | tf.DataType };

/** The arrays of a batch, image by image. */
export interface BatchBoxes {
  readonly detections: readonly Boxes[];
  readonly truths: readonly Boxes[];
}

/**
 * Takes an output apart.
 *
 * @throws ShapeError when it is no pair of lists of one length, or an image has not all entries
 */
export function boxesOf(owner: string, output: DetectionOutput): BatchBoxes {
  const [yPred, y]: readonly unknown[] = output;
  if (!Array.isArray(yPred) || !Array.isArray(y) || yPred.length !== y.length || yPred.length === 0) {
    const got = [yPred, y].map((list) => (Array.isArray(list) ? `${list.length} images` : typeof list));
    throw new ShapeError({ owner, expected: 'two lists with one object for each image, at least one', got });
  }
  return {
    detections: yPred.map((image: unknown) => [entry(`${owner}.yPred`, image, 'bbox'), entry(`${owner}.yPred`, image, 'scores'), entry(`${owner}.yPred`, image, 'labels')]),
    truths: y.map((image: unknown) => [entry(`${owner}.y`, image, 'bbox'), entry(`${owner}.y`, image, 'labels'), optional(image, 'iscrowd')]),
  };
}

function entry(owner: string, image: unknown, key: string): ArrayInput {
  const value = optional(image, key);
  if (value !== undefined) return value;
  throw new ShapeError({
    owner,
    expected: `an object with ${key} for each image`,
    got: typeof image === 'object' && image !== null ? Object.keys(image) : image,
    mend: 'One array for each image is taken apart by cocoTensorListToDictList.',
  });
}

function optional(image: unknown, key: string): ArrayInput | undefined {
  // What the entry holds is checked when it is read.
  return typeof image === 'object' && image !== null ? ((image as Record<string, unknown>)[key] as ArrayInput | undefined) : undefined;
}

/** Reads a batch: all of it, before it gives any. */
export function readBatch(owner: string, { detections, truths }: BatchBoxes): MaybePromise<DetectionBatch> {
  return andThen(readRows(`${owner}.yPred`, detections), (found) =>
    andThen(readRows(`${owner}.y`, truths), (actual) => ({ sizes: pairs(found.counts, actual.counts), detections: found.data, truths: actual.data })),
  );
}

function readRows(owner: string, images: readonly Boxes[]): MaybePromise<{ counts: number[]; data: Float64Array }> {
  const read: (readonly [Numbers, Numbers, Numbers])[] = [];
  const all = inTurn(images, ([bbox, first, second]) =>
    andThen(readAll([bbox, first, second ?? []], owner), (numbers) => void read.push(numbers)),
  );
  return andThen(all, () => {
    const counts = read.map((numbers, image) => countBoxes(owner, numbers, images[image]?.[2] !== undefined));
    const data = new Float64Array(total(counts) * COLUMNS);
    let row = 0;
    for (const [bbox, first, second] of read) {
      const count = first.data.length;
      for (let box = 0; box < count; box++, row += COLUMNS) {
        for (let corner = 0; corner < 4; corner++) data[row + corner] = bbox.data[4 * box + corner] ?? NaN;
        data[row + 4] = first.data[box] ?? NaN;
        data[row + 5] = second.data[box] ?? 0;
      }
    }
    return { counts, data };
  });
}

/** How many boxes an image has. */
function countBoxes(owner: string, [bbox, first, second]: readonly [Shaped, Shaped, Shaped], hasSecond: boolean): number {
  const count = sizeOf(first.shape);
  // A plain empty array has no columns to speak of.
  const areBoxes = sameShape(bbox.shape, [count, 4]) || (count === 0 && sizeOf(bbox.shape) === 0);
  const areVectors = first.shape.length === 1 && (!hasSecond || sameShape(second.shape, [count]));
  const areNumbers = [bbox, first, second].every(({ dtype }) => dtype !== 'string' && dtype !== 'complex64');
  if (areBoxes && areVectors && areNumbers) return count;
  const got = [bbox, first, ...(hasSecond ? [second] : [])].map(({ shape }) => `[${shape.join(', ')}]`);
  throw new ShapeError({ owner, expected: 'bbox [boxes, 4], and one number for each box in the other entries', got });
}

/** Both numbers of each image in turn. */
function pairs(detections: readonly number[], truths: readonly number[]): Float64Array {
  return Float64Array.from(detections.flatMap((count, image) => [count, truths[image] ?? 0]));
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** A batch whose rows are on the device, `null` for none. */
export interface DeviceBatch {
  readonly sizes: Float64Array;
  readonly detections: tf.Tensor | null;
  readonly truths: tf.Tensor | null;
}

/** The same on the device, in the surrounding `tf.tidy`: the shapes say how many boxes there are, and nothing is read. */
export function batchOnDevice(owner: string, { detections, truths }: BatchBoxes): DeviceBatch {
  const [found, actual] = [rowsOnDevice(`${owner}.yPred`, detections), rowsOnDevice(`${owner}.y`, truths)];
  return { sizes: pairs(found.counts, actual.counts), detections: found.rows, truths: actual.rows };
}

function rowsOnDevice(owner: string, images: readonly Boxes[]): { counts: number[]; rows: tf.Tensor | null } {
  const tensors = images.map(([bbox, first, second]) => {
    const columns = asTensor(first, owner);
    return [asTensor(bbox, owner), columns, second === undefined ? tf.zeros([columns.size]) : asTensor(second, owner)] as const;
  });
  const counts = tensors.map((image) => countBoxes(owner, image, true));
  const filled = tensors.filter(([bbox]) => bbox.size > 0);
  if (filled.length === 0) return { counts, rows: null };
  const columns = ([0, 1, 2] as const).map((part) =>
    tf.reshape(tf.concat(filled.map((image) => tf.cast(image[part], 'float32'))), [total(counts), part === 0 ? 4 : 1]),
  );
  return { counts, rows: tf.concat(columns, 1) };
}
