import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import { ShapeError } from '../../errors';
import type { MaybePromise } from '../../internal';
import { andThen } from '../../internal';
import { isTensor, readsAreCopies } from '../../tensor';
import type { MetricOptions } from '../metric-options';
import { functionSchema, metricOptionShape } from '../metric-options';
import type { Numbers } from '../numbers';
import { asFloats, asTensor, isFasterOnDevice, isOnDevice, readNumbers } from '../numbers';

/**
 * Turns images into features `[batch, numFeatures]` with tensor operations, such as `(images) => model.predict(images)`.
 *
 * What it returns and makes on the way is disposed by the metric; what it had before is not.
 */
export type FeatureExtractor = (images: tf.Tensor) => tf.Tensor;

/** Options of metrics of features of images. */
export interface FeatureOptions extends MetricOptions {
  /** How many features an image has, at least 1. */
  readonly numFeatures: number;
  /** Turns what `update` gets into features. @default the inputs are features already */
  readonly featureExtractor?: FeatureExtractor;
}

/** The schema of the options of metrics of features. */
export const featureOptionSchema = z.strictObject({
  ...metricOptionShape,
  numFeatures: z.int().check(z.positive()),
  featureExtractor: z.optional(functionSchema<FeatureExtractor>('a function')),
});

/** The features of what a metric gets, checked. */
export class Features {
  readonly #owner: string;
  readonly #numFeatures: number;
  readonly #extractor: FeatureExtractor | undefined;

  constructor(owner: string, { numFeatures, featureExtractor }: { readonly numFeatures: number; readonly featureExtractor?: FeatureExtractor | undefined }) {
    this.#owner = owner;
    this.#numFeatures = numFeatures;
    this.#extractor = featureExtractor;
  }

  /** Whether the features of some input are on a device that is dear to read. */
  areOnDevice(...inputs: readonly unknown[]): boolean {
    return this.#extractor === undefined ? isOnDevice(...inputs) : !readsAreCopies();
  }

  /** Whether a few passes over the features are faster where they are, for metrics to which single precision is enough. */
  areFasterOnDevice(...inputs: readonly unknown[]): boolean {
    return this.#extractor === undefined ? isFasterOnDevice(...inputs) : !readsAreCopies();
  }

  /** Within `tf.tidy`: the features as a float32 tensor. */
  onDevice(input: unknown): tf.Tensor {
    return asFloats(this.#extracted(input));
  }

  /** The features in plain memory. */
  read(input: unknown): MaybePromise<Numbers> {
    if (this.#extractor === undefined) {
      return andThen(readNumbers(input, this.#owner), (features) => {
        this.#check(features.shape);
        return features;
      });
    }
    // A clone is the metric's own, even where the extractor returns a tensor that it keeps, or its input.
    const features = tf.tidy(() => tf.clone(this.#extracted(input)));
    return andThen(readNumbers(features, this.#owner), (numbers) => {
      features.dispose();
      return numbers;
    });
  }

  #extracted(input: unknown): tf.Tensor {
    const images = asTensor(input, this.#owner);
    const features: unknown = this.#extractor === undefined ? images : this.#extractor(images);
    if (!isTensor(features) || features.dtype === 'string' || features.dtype === 'complex64') {
      throw new ShapeError({ owner: `${this.#owner}.featureExtractor`, expected: 'a numeric tensor of features, at once', got: features });
    }
    this.#check(features.shape);
    return features;
  }

  #check(shape: readonly number[]): void {
    const [batch = 0, columns] = shape;
    if (shape.length === 2 && batch > 0 && columns === this.#numFeatures) return;
    const owner = this.#extractor === undefined ? this.#owner : `${this.#owner}.featureExtractor`;
    throw new ShapeError({ owner, expected: `features [batch, ${this.#numFeatures}] of at least one image`, got: { shape } });
  }
}
