import * as z from 'zod/mini';
import { OptionError, ShapeError } from '../../errors';
import { parseOptions } from '../../internal';
import type { AxisLayout, MetricOptions } from '../metric-options';
import { layoutSchema, metricOptionShape } from '../metric-options';
import { sizeOf } from '../numbers';
import type { Comparison } from './image-similarity';
import { ImageSimilarity } from './image-similarity';
import type { SlidingWindow } from './sliding-window';
import { checkFits, gaussianWeights, uniformWeights } from './sliding-window';
import { StructuralSimilarity } from './structural-similarity';

/** Options of `SSIM`. */
export interface SSIMOptions extends MetricOptions {
  /** How far apart the smallest and the largest possible value of a pixel are, above 0: 1 or 255 as a rule. */
  readonly dataRange: number;
  /** How many pixels wide the window is, odd, for all axes or for each. @default 11 */
  readonly kernelSize?: number | readonly number[];
  /** Standard deviation of a gaussian window in pixels, above 0, for all axes or for each. @default 1.5 */
  readonly sigma?: number | readonly number[];
  /** Steadies the comparison of means, at least 0. @default 0.01 */
  readonly k1?: number;
  /** Steadies the comparison of variances, at least 0. @default 0.03 */
  readonly k2?: number;
  /** Whether the window is gaussian, or uniform as Ignite has it. @default true */
  readonly gaussian?: boolean;
  /** How many axes of an image are spatial, 2 or 3. @default 2 */
  readonly ndims?: 2 | 3;
  /** Where the channels are: last, or second. @default 'NHWC' */
  readonly layout?: AxisLayout;
}

const size = z.int().check(z.positive(), z.refine((value) => value % 2 === 1, { error: 'an odd number' }));
const deviation = z.number().check(z.positive());

const schema = z.strictObject({
  ...metricOptionShape,
  dataRange: z.number().check(z.positive()),
  kernelSize: z._default(z.union([size, z.array(size)]), 11),
  sigma: z._default(z.union([deviation, z.array(deviation)]), 1.5),
  k1: z._default(z.number().check(z.nonnegative()), 0.01),
  k2: z._default(z.number().check(z.nonnegative()), 0.03),
  gaussian: z._default(z.boolean(), true),
  ndims: z._default(z.literal([2, 3]), 2),
  layout: layoutSchema,
});

/**
 * The structural similarity of images: the mean over all places and channels of an image of
 *
 * `(2 m_p m_t + c1) (2 s_pt + c2) / ((m_p^2 + m_t^2 + c1) (s_p^2 + s_t^2 + c2))`,
 *
 * then over the images. `m`, `s^2` and `s_pt` are means, variances and the covariance of prediction and target in a window around the place, weighted
 * by the window; `c1 = (k1 * dataRange)^2`, `c2 = (k2 * dataRange)^2`. At the edges images are reflected.
 *
 * Takes `[yPred, y]` of one shape `[batch, height, width, channels]` (with `ndims: 3` `[batch, depth, height, width, channels]`) and one dtype, any; with
 * `layout: 'NCHW'` channels come second. Sizes and numbers of channels may change from update to update. Streaming: two numbers.
 *
 * Two things are as Ignite has them. The uniform window is 1/5 on at most five pixels in the middle of each axis, whatever the kernel size. And for three kernel sizes,
 * which are those along depth, height and width, images are reflected by half the third one along depth, the first along height and the second along width.
 *
 * Source: https://en.wikipedia.org/wiki/Structural_similarity_index_measure
 *
 * @throws OptionError from the constructor for lists that have not `ndims` entries
 * @throws ShapeError from `update` for different shapes or dtypes, another number of axes, and images too small for the window
 * @throws NotComputableError from `compute` before the first image
 *
 * @example
 * ```ts
 * import { SSIM } from 'tfjs-ignite/metrics';
 *
 * const ssim = new SSIM({ dataRange: 1, kernelSize: 3 });
 * const image = [[[0.1], [0.8]], [[0.6], [0.3]]];
 * ssim.update([[image], [image]]);
 * ssim.compute(); // => 1
 * ```
 */
export class SSIM extends ImageSimilarity {
  readonly dataRange: number;
  readonly #channelsLast: boolean;
  readonly #windows: readonly SlidingWindow[];
  readonly #constants: readonly [number, number];

  constructor(options: SSIMOptions) {
    const { dataRange, kernelSize, sigma, k1, k2, gaussian, ndims, layout, ...common } = parseOptions('SSIM', schema, options);
    super('SSIM', common);
    this.dataRange = dataRange;
    this.#channelsLast = layout === 'NHWC';
    this.#constants = [(k1 * dataRange) ** 2, (k2 * dataRange) ** 2];
    const sizes = perAxis('SSIM.kernelSize', kernelSize, ndims);
    const deviations = perAxis('SSIM.sigma', sigma, ndims);
    const paddings = sizes.map((one) => (one - 1) / 2);
    this.#windows = sizes.map((one, axis) => ({
      weights: gaussian ? gaussianWeights(one, deviations[axis] ?? NaN) : uniformWeights(one),
      // Ignite pads height, width and depth by the three sizes, and slides them along depth, height and width.
      padding: paddings[ndims === 2 ? axis : (axis + 2) % 3] ?? 0,
    }));
  }

  protected comparisonOf(shape: readonly number[]): Comparison {
    const ndims = this.#windows.length;
    const spatial = this.#channelsLast ? shape.slice(1, -1) : shape.slice(2);
    const [batch = 0, channels = 0] = [shape[0], this.#channelsLast ? shape.at(-1) : shape[1]];
    if (shape.length !== ndims + 2 || (batch > 0 && sizeOf(shape) === 0)) {
      const axes = ['batch', ...(this.#channelsLast ? [] : ['channels']), ...['depth', 'height', 'width'].slice(-ndims), ...(this.#channelsLast ? ['channels'] : [])];
      throw new ShapeError({ owner: 'SSIM', expected: `images [${axes.join(', ')}]`, got: { shape } });
    }
    checkFits('SSIM', spatial, this.#windows);
    return new StructuralSimilarity({ batch, channels, spatial, channelsLast: this.#channelsLast, windows: this.#windows, constants: this.#constants });
  }
}

function perAxis(owner: string, value: number | readonly number[], ndims: number): readonly number[] {
  if (typeof value === 'number') return Array.from({ length: ndims }, () => value);
  if (value.length === ndims) return value;
  throw new OptionError({ owner, expected: `a number, or ${ndims} of them`, got: value });
}
