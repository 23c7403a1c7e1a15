import * as tf from '@tensorflow/tfjs-core';
import { NotComputableError, ShapeError } from '../../errors';
import type { MaybePromise } from '../../internal';
import { andThen, parseOptions } from '../../internal';
import type { ArrayAccumulator, ScalarAccumulator, Totals } from '../accumulators';
import { array, scalar } from '../accumulators';
import { Metric } from '../metric';
import type { ArrayInput, Numbers } from '../numbers';
import { predictionAndTarget } from '../output';
import type { FeatureOptions } from './features';
import { featureOptionSchema, Features } from './features';
import type { Normal } from './frechet-distance';
import { frechetDistance } from './frechet-distance';
import { paddedRows, rowProducts } from './row-products';

type FidState = {
  readonly examples: ScalarAccumulator;
  readonly trainTotal: ArrayAccumulator;
  /** Of the matrices of products the upper halves count: they are symmetric. */
  readonly trainProducts: ArrayAccumulator;
  readonly testTotal: ArrayAccumulator;
  readonly testProducts: ArrayAccumulator;
};

/**
 * The Frechet inception distance of generated images from real ones: with the features of both taken for normal distributions with means `m` and covariances `S`,
 * `|m1 - m2|^2 + trace(S1 + S2 - 2 sqrt(S1 S2))`.
 *
 * Takes `[train, test]`, as many of one as of the other: images, of which `featureExtractor` makes features `[batch, numFeatures]`, or without it those features.
 * No network comes with the metric; what is published as FID has the 2048 features of InceptionV3's last pooling layer.
 *
 * Streaming: sums and products of the features, `2 * numFeatures * (numFeatures + 1)` numbers. They are double precision, but for the products within one batch where
 * reading tensors is dear (webgl, webgpu): those are float32, which matters when means are far larger than deviations. An update takes `batch * numFeatures^2` steps,
 * `compute` some `numFeatures^3`.
 *
 * Source: https://arxiv.org/abs/1706.08500
 *
 * @throws ShapeError from `update` for features of another shape, empty batches, and batches of different sizes
 * @throws NotComputableError from `compute` before the second image, since one has no covariance
 *
 * @example
 * ```ts
 * import { FID } from 'tfjs-ignite/metrics';
 *
 * const fid = new FID({ numFeatures: 1 });
 * fid.update([[[1], [3]], [[2], [4]]]);
 * (await fid.compute()).toFixed(4); // => '1.0000'
 * ```
 */
export class FID extends Metric<number, readonly [train: ArrayInput, test: ArrayInput], FidState> {
  protected readonly accumulators: FidState = { examples: scalar(), trainTotal: array(), trainProducts: array(), testTotal: array(), testProducts: array() };
  readonly numFeatures: number;
  readonly #features: Features;

  constructor(options: FeatureOptions) {
    const { numFeatures, featureExtractor, ...common } = parseOptions('FID', featureOptionSchema, options);
    super({ owner: 'FID', keys: predictionAndTarget }, common);
    this.numFeatures = numFeatures;
    this.#features = new Features('FID', { numFeatures, featureExtractor });
  }

  update(output: readonly [train: ArrayInput, test: ArrayInput]): MaybePromise<void> {
    const [train, test] = output;
    if (this.#features.areOnDevice(train, test)) {
      tf.tidy(() => {
        const [real, generated] = [this.#features.onDevice(train), this.#features.onDevice(test)];
        this.#take(real.shape, generated.shape, () => [sumsOnDevice(real), sumsOnDevice(generated)]);
      });
      return;
    }
    return andThen(this.#features.read(train), (real) =>
      andThen(this.#features.read(test), (generated) => this.#take(real.shape, generated.shape, () => [sumsOnHost(real), sumsOnHost(generated)])),
    );
  }

  #take([batch = 0]: readonly number[], [other]: readonly number[], sums: () => readonly [train: Sums, test: Sums]): void {
    if (batch !== other) throw new ShapeError({ owner: 'FID', expected: `as many test as train images, ${batch}`, got: other });
    const [train, test] = sums();
    const { examples, trainTotal, trainProducts, testTotal, testProducts } = this.accumulators;
    trainTotal.add(train.total, 'FID');
    trainProducts.add(train.products, 'FID');
    testTotal.add(test.total, 'FID');
    testProducts.add(test.products, 'FID');
    examples.add(batch);
  }

  protected evaluate({ examples, trainTotal, trainProducts, testTotal, testProducts }: Totals<FidState>): number {
    if (examples < 2 || trainTotal === null || trainProducts === null || testTotal === null || testProducts === null) {
      throw new NotComputableError({ owner: 'FID', expected: 'at least two images of each kind, since one has no covariance', got: examples });
    }
    return frechetDistance(normalOf(trainTotal.data, trainProducts.data, examples), normalOf(testTotal.data, testProducts.data, examples));
  }
}

type Numeric = tf.Tensor | { readonly shape: readonly number[]; readonly data: Float64Array };

/** What a batch of features adds. */
interface Sums {
  readonly total: Numeric;
  readonly products: Numeric;
}

function sumsOnDevice(features: tf.Tensor): Sums {
  return { total: tf.sum(features, 0), products: tf.matMul(features, features, true) };
}

function sumsOnHost({ shape, data }: Numbers): Sums {
  const [, columns = 0] = shape;
  const total = new Float64Array(columns);
  for (let index = 0; index < data.length; index++) {
    const column = index % columns;
    total[column] = (total[column] ?? 0) + (data[index] ?? NaN);
  }
  const rows = paddedRows(data, columns);
  return { total: { shape: [columns], data: total }, products: { shape: [columns, columns], data: rowProducts(rows, rows, columns, true) } };
}

function normalOf(total: Float64Array, products: Float64Array, examples: number): Normal {
  const size = total.length;
  const covariance = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = row; column < size; column++) {
      const scatter = (products[row * size + column] ?? NaN) - ((total[row] ?? NaN) * (total[column] ?? NaN)) / examples;
      covariance[row * size + column] = scatter / (examples - 1);
      covariance[column * size + row] = scatter / (examples - 1);
    }
  }
  return { mean: total.map((sum) => sum / examples), covariance };
}
