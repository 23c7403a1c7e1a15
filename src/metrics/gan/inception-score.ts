import * as tf from '@tensorflow/tfjs-core';
import type { MaybePromise } from '../../internal';
import { andThen, parseOptions } from '../../internal';
import type { ArrayAccumulator, ScalarAccumulator, Totals } from '../accumulators';
import { array, scalar } from '../accumulators';
import { Metric } from '../metric';
import type { ArrayInput, Numbers } from '../numbers';
import type { FeatureOptions } from './features';
import { featureOptionSchema, Features } from './features';

/** Options of `InceptionScore`. Its outputs are no pairs. */
export type InceptionScoreOptions = Omit<FeatureOptions, 'skipUnrolling'>;

type InceptionState = {
  readonly examples: ScalarAccumulator;
  /** The sum of the probabilities, class by class. */
  readonly total: ArrayAccumulator;
  /** The sum of `p * log(p)`. */
  readonly logarithms: ScalarAccumulator;
};

/** Keeps the logarithm of 0 finite. */
const EPSILON = 1e-16;

/**
 * The inception score of generated images, of which each should be clearly of some class and all together of all classes: `exp(mean(KL(p || mean(p))))` for
 * the probabilities `p` of an image's classes, with 1e-16 added within logarithms. From 1 to `numFeatures`, the larger the better.
 *
 * Takes images, of which `featureExtractor` makes probabilities `[batch, numFeatures]`, or without it those probabilities. No network comes with the metric; what
 * is published as inception score has the 1000 classes of InceptionV3. Streaming: `numFeatures + 2` numbers.
 *
 * On tfjs-node, batches of 16384 float32 numbers or more are computed in single precision, and faster.
 *
 * Source: https://arxiv.org/abs/1801.01973
 *
 * @throws ShapeError from `update` for probabilities of another shape and empty batches
 * @throws NotComputableError from `compute` before the first image
 *
 * @example
 * ```ts
 * import { InceptionScore } from 'tfjs-ignite/metrics';
 *
 * const score = new InceptionScore({ numFeatures: 2 });
 * score.update([[1, 0], [0, 1]]);
 * (await score.compute()).toFixed(4); // => '2.0000'
 * ```
 */
export class InceptionScore extends Metric<number, ArrayInput, InceptionState> {
  protected readonly accumulators: InceptionState = { examples: scalar(), total: array(), logarithms: scalar() };
  readonly numFeatures: number;
  readonly #features: Features;

  constructor(options: InceptionScoreOptions) {
    const { numFeatures, featureExtractor, ...common } = parseOptions('InceptionScore', featureOptionSchema, options);
    super({ owner: 'InceptionScore', keys: null }, { ...common, skipUnrolling: true });
    this.numFeatures = numFeatures;
    this.#features = new Features('InceptionScore', { numFeatures, featureExtractor });
  }

  update(output: ArrayInput): MaybePromise<void> {
    if (this.#features.areFasterOnDevice(output)) {
      tf.tidy(() => {
        const probabilities = this.#features.onDevice(output);
        this.#take(probabilities.shape, tf.sum(probabilities, 0), tf.sum(tf.mul(probabilities, tf.log(tf.add(probabilities, EPSILON)))));
      });
      return;
    }
    return andThen(this.#features.read(output), (probabilities) => {
      const { total, logarithms } = sums(probabilities, this.numFeatures);
      this.#take(probabilities.shape, { shape: [this.numFeatures], data: total }, logarithms);
    });
  }

  #take([batch = 0]: readonly number[], total: tf.Tensor | { readonly shape: readonly number[]; readonly data: Float64Array }, logarithms: tf.Tensor | number): void {
    this.accumulators.total.add(total, 'InceptionScore');
    this.accumulators.logarithms.add(logarithms);
    this.accumulators.examples.add(batch);
  }

  protected evaluate({ examples, total, logarithms }: Totals<InceptionState>): number {
    this.requireExamples(total === null ? 0 : examples);
    const together = (total?.data ?? new Float64Array()).reduce((sum, probability) => sum + probability * Math.log(probability / examples + EPSILON), 0);
    return Math.exp((logarithms - together) / examples);
  }
}

function sums({ data }: Numbers, columns: number): { readonly total: Float64Array; readonly logarithms: number } {
  const total = new Float64Array(columns);
  let logarithms = 0;
  for (let start = 0; start < data.length; start += columns) {
    for (let column = 0; column < columns; column++) {
      const probability = data[start + column] ?? NaN;
      total[column] = (total[column] ?? 0) + probability;
      logarithms += probability * Math.log(probability + EPSILON);
    }
  }
  return { total, logarithms };
}
