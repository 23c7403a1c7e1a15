import * as z from 'zod/mini';
import type { HostTensor } from '../../contracts';
import { OptionError, ShapeError } from '../../errors';
import { parseOptions } from '../../internal';
import type { Transform, TransformJson } from './transform';

/** Options of `Normalize`. */
export interface NormalizeOptions {
  /** Subtracted, one number a channel. */
  readonly mean: readonly number[];
  /** Divided by, one number a channel, none of them 0. */
  readonly std: readonly number[];
}

const numbers = z.readonly(z.array(z.number()).check(z.minLength(1)));
const schema = z.strictObject({ mean: numbers, std: numbers });

/** Mean and deviation of ImageNet's training images, which pretrained backbones expect. */
export const IMAGENET_STATISTICS: NormalizeOptions = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };

/**
 * `(x - mean) / std` for each channel of a float32 tensor [height, width, channels], in float32 as torch computes it.
 *
 * @throws OptionError when mean and std differ in length, or a deviation is 0
 * @throws ShapeError for a tensor with another number of channels
 *
 * @example
 * ```ts
 * import { Normalize } from 'tfjs-ignite/data';
 *
 * const half = { dtype: 'float32', shape: [1, 1, 1], data: Float32Array.of(0.5) } as const;
 * new Normalize({ mean: [0.25], std: [0.5] }).apply(half).data[0]; // => 0.5
 * ```
 */
export class Normalize implements Transform<HostTensor<Float32Array>, HostTensor<Float32Array>> {
  readonly mean: readonly number[];
  readonly std: readonly number[];

  constructor(options: NormalizeOptions) {
    const { mean, std } = parseOptions('Normalize', schema, options);
    if (mean.length !== std.length) throw new OptionError({ owner: 'Normalize.std', expected: `${mean.length} numbers, as many as mean has`, got: std });
    if (std.some((deviation) => Math.fround(deviation) === 0)) throw new OptionError({ owner: 'Normalize.std', expected: 'no deviation of 0', got: std });
    this.mean = mean;
    this.std = std;
  }

  apply(tensor: HostTensor<Float32Array>): HostTensor<Float32Array> {
    const channels = this.mean.length;
    if (tensor.dtype !== 'float32' || tensor.shape.at(-1) !== channels) {
      throw new ShapeError({ owner: 'Normalize', expected: `a float32 tensor with ${channels} channels last`, got: tensor, mend: 'Put ToTensor() before it.' });
    }
    const data = new Float32Array(tensor.data.length);
    for (let channel = 0; channel < channels; channel++) {
      const mean = Math.fround(this.mean[channel] ?? 0);
      const std = Math.fround(this.std[channel] ?? 1);
      for (let at = channel; at < data.length; at += channels) data[at] = Math.fround((tensor.data[at] ?? 0) - mean) / std;
    }
    return { dtype: 'float32', shape: tensor.shape, data };
  }

  toJSON(): TransformJson {
    return { name: 'Normalize', mean: this.mean, std: this.std };
  }
}
