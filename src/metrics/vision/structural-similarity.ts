import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../numbers';
import type { Comparison } from './image-similarity';
import type { SlidingWindow } from './sliding-window';
import { positionsOf, reflectedPixels } from './sliding-window';

/** Where things are in a batch of images, and with what they are compared. */
export interface StructuralSimilarityDefinition {
  readonly batch: number;
  readonly channels: number;
  readonly spatial: readonly number[];
  readonly channelsLast: boolean;
  /** One for each spatial axis. */
  readonly windows: readonly SlidingWindow[];
  /** What is added to the means' and to the variances' fraction, above and below. */
  readonly constants: readonly [number, number];
}

/** One window along one axis of an array `[outer, length, inner]`. */
interface Pass {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
  readonly window: SlidingWindow;
}

/**
 * Structural similarity of batches of images of one shape.
 *
 * Windows are products of weights along the axes, so that an axis at a time is enough: for k taps along each of two axes 2k products a pixel
 * instead of k^2. Means, the sum of the squares and the product of the two images are all that is averaged over windows.
 */
export class StructuralSimilarity implements Comparison {
  readonly #definition: StructuralSimilarityDefinition;

  constructor(definition: StructuralSimilarityDefinition) {
    this.#definition = definition;
  }

  onHost(yPred: ArrayLike<number>, y: ArrayLike<number>): number {
    const { batch, channels, channelsLast, spatial, windows } = this.#definition;
    const pixels = reflectedPixels(spatial, windows);
    const passes = this.#passes(1, spatial.map((length, axis) => length + 2 * (windows[axis]?.padding ?? 0)), 1);
    const positions = sizeOf(spatial.map((length, axis) => positionsOf(length, windows[axis] ?? NONE)));
    const size = sizeOf(spatial);
    const [step, channelStep] = channelsLast ? [channels, 1] : [1, size];
    const fields = [0, 1, 2, 3, 4].map(() => new Float64Array(pixels.length));
    let sum = 0;
    for (let image = 0; image < batch; image++) {
      for (let channel = 0; channel < channels; channel++) {
        const start = image * size * channels + channel * channelStep;
        gather(fields, pixels, yPred, y, start, step);
        slideAll(fields, passes);
        sum += this.#sumOf(fields, positions);
      }
    }
    return sum / (channels * positions);
  }

  #sumOf(fields: readonly Float64Array[], positions: number): number {
    const [c1, c2] = this.#definition.constants;
    const [means = NO_FIELD, otherMeans = NO_FIELD, squares = NO_FIELD, products = NO_FIELD] = fields;
    let sum = 0;
    for (let index = 0; index < positions; index++) {
      const mean = means[index] ?? NaN;
      const otherMean = otherMeans[index] ?? NaN;
      const meanProduct = mean * otherMean;
      const meanSquares = mean * mean + otherMean * otherMean;
      const above = (2 * meanProduct + c1) * (2 * ((products[index] ?? NaN) - meanProduct) + c2);
      sum += above / ((meanSquares + c1) * ((squares[index] ?? NaN) - meanSquares + c2));
    }
    return sum;
  }

  onDevice(yPred: tf.Tensor, y: tf.Tensor): tf.Tensor {
    const { batch, channels, channelsLast, spatial, constants } = this.#definition;
    const [c1, c2] = constants;
    const fields = tf.concat([yPred, y, tf.add(tf.square(yPred), tf.square(y)), tf.mul(yPred, y)]);
    const [outer, inner] = channelsLast ? [4 * batch, channels] : [4 * batch * channels, 1];
    const smooth = this.#passes(outer, spatial, inner).reduce(slideOnDevice, fields);
    const [mean, otherMean, squares, products] = tf.unstack(tf.reshape(smooth, [4, -1])) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor]; // of the first axis, which is 4
    const meanProduct = tf.mul(mean, otherMean);
    const meanSquares = tf.add(tf.square(mean), tf.square(otherMean));
    const above = tf.mul(tf.add(tf.mul(meanProduct, 2), c1), tf.add(tf.mul(tf.sub(products, meanProduct), 2), c2));
    const below = tf.mul(tf.add(meanSquares, c1), tf.add(tf.sub(squares, meanSquares), c2));
    // All images have as many positions, so that the sum of their means is a multiple of the mean.
    return tf.mul(tf.mean(tf.div(above, below)), batch);
  }

  /** One pass for each axis, the last one first; each shortens its axis. */
  #passes(outer: number, lengths: readonly number[], inner: number): readonly Pass[] {
    const { windows, spatial } = this.#definition;
    return lengths
      .map((length, axis) => {
        const window = windows[axis] ?? NONE;
        const after = spatial.slice(axis + 1).map((original, index) => positionsOf(original, windows[axis + 1 + index] ?? NONE));
        return { outer: outer * sizeOf(lengths.slice(0, axis)), length, inner: inner * sizeOf(after), window };
      })
      .reverse();
  }
}

const NONE: SlidingWindow = { weights: Float64Array.of(1), padding: 0 };
const NO_FIELD = new Float64Array();

/** The two images with reflected edges, the sum of their squares, and their product. */
function gather(fields: readonly Float64Array[], pixels: Int32Array, yPred: ArrayLike<number>, y: ArrayLike<number>, start: number, step: number): void {
  const [first = NO_FIELD, second = NO_FIELD, squares = NO_FIELD, products = NO_FIELD] = fields;
  for (let index = 0; index < pixels.length; index++) {
    const pixel = start + (pixels[index] ?? 0) * step;
    const a = yPred[pixel] ?? NaN;
    const b = y[pixel] ?? NaN;
    first[index] = a;
    second[index] = b;
    squares[index] = a * a + b * b;
    products[index] = a * b;
  }
}

/** Slides the windows over the first four fields; the fifth is room to work in, and changes places with them. */
function slideAll(fields: Float64Array[], passes: readonly Pass[]): void {
  for (let field = 0; field < 4; field++) {
    for (const pass of passes) {
      const [from = NO_FIELD, to = NO_FIELD] = [fields[field], fields[4]];
      slide(from, to, pass);
      fields[field] = to;
      fields[4] = from;
    }
  }
}

function slide(from: Float64Array, to: Float64Array, { outer, length, inner, window: { weights } }: Pass): void {
  const taps = weights.length;
  const each = (length - taps + 1) * inner;
  for (let block = 0; block < outer; block++) {
    const [start, end] = [block * length * inner, block * each];
    for (let index = 0; index < each; index++) {
      let sum = 0;
      let position = start + index;
      for (let tap = 0; tap < taps; tap++) {
        sum += (weights[tap] ?? NaN) * (from[position] ?? NaN);
        position += inner;
      }
      to[end + index] = sum;
    }
  }
}

/** The axis as the height of images of one channel: so any axis of any number of dimensions is filtered by one kernel. */
function slideOnDevice(values: tf.Tensor, { outer, length, inner, window: { weights, padding } }: Pass): tf.Tensor {
  const reflected = tf.mirrorPad(tf.reshape(values, [outer, length, inner]), [[0, 0], [padding, padding], [0, 0]], 'reflect');
  const filter = tf.tensor4d(Float32Array.from(weights), [weights.length, 1, 1, 1]);
  return tf.depthwiseConv2d(tf.reshape<tf.Rank.R4>(reflected, [outer, length + 2 * padding, inner, 1]), filter, 1, 'valid');
}
