import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import { ShapeError } from '../../errors';
import { parseOptions } from '../../internal';
import type { MetricOptions } from '../metric-options';
import { metricOptionShape } from '../metric-options';
import { sizeOf } from '../numbers';
import type { Comparison } from './image-similarity';
import { ImageSimilarity } from './image-similarity';

/** Options of `PSNR`. */
export interface PSNROptions extends MetricOptions {
  /** How far apart the smallest and the largest possible value of a pixel are, above 0: 1 or 255 as a rule. */
  readonly dataRange: number;
}

const schema = z.strictObject({ ...metricOptionShape, dataRange: z.number().check(z.positive()) });

/** Keeps the ratio of equal images finite. */
const EPSILON = 1e-10;

/**
 * The peak signal-to-noise ratio in decibels, averaged over the images: for each `10 * log10(dataRange^2 / (mse + 1e-10))`, where `mse` is the mean of
 * `(yPred - y)^2` over its pixels and channels.
 *
 * Takes `[yPred, y]` of one shape `[batch, ...]` and one dtype, any; a vector is a batch of images of one pixel. It does not matter where channels are.
 * Equal images give 100 for a range of 1. Streaming: two numbers.
 *
 * Source: https://en.wikipedia.org/wiki/Peak_signal-to-noise_ratio
 *
 * @throws ShapeError from `update` for different shapes or dtypes, and for a scalar
 * @throws NotComputableError from `compute` before the first image
 *
 * @example
 * ```ts
 * import { PSNR } from 'tfjs-ignite/metrics';
 *
 * const psnr = new PSNR({ dataRange: 1 });
 * psnr.update([[[0.5, 0.5], [0.25, 1]], [[0.5, 0.4], [0.25, 0.9]]]);
 * (await psnr.compute()).toFixed(4); // => '23.0103'
 * ```
 */
export class PSNR extends ImageSimilarity {
  readonly dataRange: number;

  constructor(options: PSNROptions) {
    const { dataRange, ...common } = parseOptions('PSNR', schema, options);
    super('PSNR', common);
    this.dataRange = dataRange;
  }

  protected comparisonOf(shape: readonly number[]): Comparison {
    const [batch] = shape;
    if (batch === undefined) throw new ShapeError({ owner: 'PSNR', expected: 'images [batch, ...]', got: { shape } });
    const pixels = sizeOf(shape.slice(1));
    const peak = this.dataRange ** 2;
    return {
      onHost: (yPred, y) => sumOfRatios(yPred, y, { batch, pixels, peak }),
      onDevice: (yPred, y) => {
        const errors = tf.mean(tf.squaredDifference(tf.reshape(yPred, [batch, pixels]), tf.reshape(y, [batch, pixels])), 1);
        return tf.mul(tf.sum(tf.log(tf.div(peak, tf.add(errors, EPSILON)))), 10 / Math.LN10);
      },
    };
  }
}

function sumOfRatios(
  yPred: ArrayLike<number>,
  y: ArrayLike<number>,
  { batch, pixels, peak }: { readonly batch: number; readonly pixels: number; readonly peak: number },
): number {
  let sum = 0;
  for (let image = 0; image < batch; image++) {
    let squares = 0;
    for (let index = image * pixels; index < (image + 1) * pixels; index++) {
      const difference = (yPred[index] ?? NaN) - (y[index] ?? NaN);
      squares += difference * difference;
    }
    sum += 10 * Math.log10(peak / (squares / pixels + EPSILON));
  }
  return sum;
}
