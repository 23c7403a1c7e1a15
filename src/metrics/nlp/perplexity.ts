import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import { ShapeError } from '../../errors';
import type { MaybePromise } from '../../internal';
import { andThen, parseOptions } from '../../internal';
import { sameShape } from '../../tensor';
import type { ScalarAccumulator, Totals } from '../accumulators';
import { scalar } from '../accumulators';
import { Metric } from '../metric';
import type { AxisLayout, MetricOptions } from '../metric-options';
import { layoutSchema, metricOptionShape } from '../metric-options';
import type { ArrayInput, Numbers } from '../numbers';
import { asTensor, isOnDevice, readAll, sizeOf } from '../numbers';
import { predictionAndTarget } from '../output';
import { logSoftmaxOf } from '../similarity/softmax-row';
import { logSumExp } from './log-sum-exp';

/** Options of `Perplexity`. */
export interface PerplexityOptions extends MetricOptions {
  /** Target of positions that are left out. @default -100 */
  readonly ignoreIndex?: number;
  /** Where the axis of the vocabulary is: last, or second. @default 'NHWC' */
  readonly layout?: AxisLayout;
}

type PerplexityState = {
  readonly surprise: ScalarAccumulator;
  readonly tokens: ScalarAccumulator;
  /** Targets outside the vocabulary that only a device has seen, and that `compute` has to report. */
  readonly forbidden: ScalarAccumulator;
};

const schema = z.strictObject({ ...metricOptionShape, ignoreIndex: z._default(z.int(), -100), layout: layoutSchema });

/**
 * The perplexity of a language model: `exp(-1/N Σ log softmax(yPred)[y])` over the N tokens of all batches that are not ignored.
 *
 * Takes logits `[batch, ..., vocabulary]` and targets `[batch, ...]`, which are places in the vocabulary or `ignoreIndex`. Any dtype. With
 * `layout: 'NCHW'` the axis of the vocabulary is the second one: `[batch, vocabulary, ...]`.
 *
 * Source: https://en.wikipedia.org/wiki/Perplexity
 *
 * @throws ShapeError from `update` for shapes that do not go together, and targets outside the vocabulary; where reading tensors is dear
 *   (webgl, webgpu) targets are checked by `compute`
 * @throws NotComputableError from `compute` before the first token that is not ignored
 *
 * @example
 * ```ts
 * import { Perplexity } from 'tfjs-ignite/metrics';
 *
 * const perplexity = new Perplexity();
 * const logits = [[[0, 0, 0, 0], [0, 0, 0, 0], [9, 0, 0, 0]]];
 * await perplexity.update([logits, [[3, 1, -100]]]);
 * const value = await perplexity.compute();
 * value.toFixed(4); // => '4.0000'
 * ```
 */
export class Perplexity extends Metric<number, readonly [ArrayInput, ArrayInput], PerplexityState> {
  protected readonly accumulators: PerplexityState = { surprise: scalar(), tokens: scalar(), forbidden: scalar() };
  readonly ignoreIndex: number;
  readonly #layout: AxisLayout;

  constructor(options: PerplexityOptions = {}) {
    const { ignoreIndex, layout, ...common } = parseOptions('Perplexity', schema, options);
    super({ owner: 'Perplexity', keys: predictionAndTarget }, common);
    this.ignoreIndex = ignoreIndex;
    this.#layout = layout;
  }

  update(output: readonly [ArrayInput, ArrayInput]): MaybePromise<void> {
    const [yPred, y] = output;
    if (isOnDevice(yPred, y)) {
      tf.tidy(() => this.#updateOnDevice(asTensor(yPred, 'Perplexity.yPred'), asTensor(y, 'Perplexity.y')));
      return;
    }
    return andThen(readAll([yPred, y], 'Perplexity'), ([logits, targets]) => {
      const { surprise, tokens } = surpriseOf(logits, targets.data, this.#axis(logits.shape, targets.shape), this.ignoreIndex);
      this.accumulators.surprise.add(surprise);
      this.accumulators.tokens.add(tokens);
    });
  }

  /** The axis of the vocabulary, of shapes that go together. */
  #axis(yPred: readonly number[], y: readonly number[]): number {
    const axis = this.#layout === 'NCHW' ? 1 : yPred.length - 1;
    if (yPred.length >= 2 && sameShape(yPred.filter((_, index) => index !== axis), y)) return axis;
    const logits = this.#layout === 'NCHW' ? '[batch, vocabulary, ...]' : '[batch, ..., vocabulary]';
    throw new ShapeError({ owner: 'Perplexity', expected: `logits ${logits} for targets of shape [${y.join(', ')}]`, got: { shape: yPred } });
  }

  #updateOnDevice(yPred: tf.Tensor, y: tf.Tensor): void {
    const axis = this.#axis(yPred.shape, y.shape);
    const vocabulary = yPred.shape[axis] ?? 0;
    const places = tf.reshape(tf.range(0, vocabulary, 1, 'int32'), yPred.shape.map((_, index) => (index === axis ? vocabulary : 1)));
    const chosen = tf.equal(tf.expandDims(y, axis), places);
    const kept = tf.notEqual(y, this.ignoreIndex);
    const logs = logSoftmaxOf(yPred, axis);
    // Chosen and not multiplied: a logit that is not asked for may be infinite, and an ignored one NaN.
    const surprise = tf.neg(tf.sum(tf.where(chosen, logs, tf.zerosLike(logs)), axis));
    this.accumulators.surprise.add(tf.sum(tf.where(kept, surprise, tf.zerosLike(surprise))));
    this.accumulators.tokens.add(tf.sum(tf.cast(kept, 'float32')));
    this.accumulators.forbidden.add(tf.sum(tf.cast(tf.logicalAnd(kept, tf.logicalNot(tf.any(chosen, axis))), 'float32')));
  }

  protected evaluate({ surprise, tokens, forbidden }: Totals<PerplexityState>): number {
    this.requireExamples(tokens);
    if (forbidden > 0) throw outside();
    return Math.exp(surprise / tokens);
  }
}

function surpriseOf({ shape, data }: Numbers, targets: ArrayLike<number>, axis: number, ignoreIndex: number): { surprise: number; tokens: number } {
  const vocabulary = shape[axis] ?? 0;
  const inner = sizeOf(shape.slice(axis + 1));
  let surprise = 0;
  let tokens = 0;
  for (let position = 0; position < targets.length; position++) {
    const target = targets[position] ?? NaN;
    if (target === ignoreIndex) continue;
    if (!(Number.isInteger(target) && target >= 0 && target < vocabulary)) throw outside(target);
    const start = Math.floor(position / inner) * vocabulary * inner + (position % inner);
    surprise += logSumExp(data, start, vocabulary, inner) - (data[start + target * inner] ?? NaN);
    tokens++;
  }
  return { surprise, tokens };
}

function outside(got?: number): ShapeError {
  return new ShapeError({
    owner: 'Perplexity.y',
    expected: 'places in the vocabulary, or ignoreIndex',
    ...(got === undefined ? {} : { got }),
    mend: 'Check that the axis of the vocabulary is where layout says.',
  });
}
