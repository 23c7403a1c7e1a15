import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import { ShapeError } from '../../errors';
import type { MaybePromise } from '../../internal';
import { andThen } from '../../internal';
import { sameShape } from '../../tensor';
import type { ArrayAccumulator, ScalarAccumulator, Totals } from '../accumulators';
import { array, scalar } from '../accumulators';
import { Metric } from '../metric';
import type { MetricOptions, ParsedMetricOptions } from '../metric-options';
import type { ArrayInput, Numbers } from '../numbers';
import { asTensor, isOnDevice, readAll } from '../numbers';
import { predictionAndTarget } from '../output';

/** Options of metrics of ranked lists. */
export interface RankingOptions extends MetricOptions {
  /** Leaves out users without a relevant item; otherwise they count 0. @default true */
  readonly ignoreZeroHits?: boolean;
}

/** Scores and relevance of a batch in rows, one row for each user, one column for each item. */
export interface RankedBatch {
  readonly users: number;
  readonly items: number;
  readonly scores: ArrayLike<number>;
  readonly relevance: Pick<Numbers, 'data' | 'dtype'>;
}

/** What one batch adds, and how many of its users have a relevant item. */
interface Gathered<Sums, Count> {
  /** Sums over the users, one for each `k`. */
  readonly sums: Sums;
  readonly relevantUsers: Count;
}

/** How lists are rated; a user without a relevant item is rated 0. */
export interface Rating {
  /** The lengths of the lists, ascending. */
  readonly topK: readonly number[];
  /** Whether a list may be longer than there are items. */
  readonly mayExceedItems: boolean;
  onHost(batch: RankedBatch): Gathered<Float64Array, number>;
  /** The same of float32 tensors on the device, in the surrounding `tf.tidy`, without a read. */
  onDevice(scores: tf.Tensor, relevance: tf.Tensor): Gathered<tf.Tensor, tf.Tensor>;
}

type RankingState = { readonly sums: ArrayAccumulator; readonly examples: ScalarAccumulator };
type Input = readonly [ArrayInput, ArrayInput];

/** The schema of the length of a list. */
export const lengthSchema = z.int().check(z.gte(1));

/** The schema of lengths of lists. */
export const topKSchema = z.array(lengthSchema).check(z.minLength(1));

/** In the order in which a rating takes them. */
export function ascending(lengths: readonly number[]): readonly number[] {
  return [...lengths].sort((a, b) => a - b);
}

/** Base of the metrics of ranked lists: the mean over the users of a rating of the `k` best items, for each `k`. */
export abstract class RankingMetric extends Metric<readonly number[], Input, RankingState> {
  protected readonly accumulators: RankingState = { sums: array(), examples: scalar() };
  readonly #ignoreZeroHits: boolean;
  readonly #rating: Rating;

  constructor(owner: string, rating: Rating, { ignoreZeroHits, ...common }: ParsedMetricOptions & { readonly ignoreZeroHits: boolean }) {
    super({ owner, keys: predictionAndTarget }, common);
    this.#ignoreZeroHits = ignoreZeroHits;
    this.#rating = rating;
  }

  /** The lengths of the lists, in the order of the values. */
  get topK(): readonly number[] {
    return this.#rating.topK;
  }

  update(output: Input): MaybePromise<void> {
    const [yPred, y] = this.#pair(output);
    if (isOnDevice(yPred, y)) {
      tf.tidy(() => {
        const [scores, relevance] = [asTensor(yPred, `${this.owner}.yPred`), asTensor(y, `${this.owner}.y`)];
        const [users] = this.#checked(scores.shape, relevance.shape);
        const { sums, relevantUsers } = this.#rating.onDevice(tf.cast(scores, 'float32'), tf.cast(relevance, 'float32'));
        this.#take(sums, this.#ignoreZeroHits ? relevantUsers : users);
      });
      return;
    }
    return andThen(readAll([yPred, y], this.owner), ([predictions, targets]) => {
      const [users, items] = this.#checked(predictions.shape, targets.shape);
      const { sums, relevantUsers } = this.#rating.onHost({ users, items, scores: predictions.data, relevance: targets });
      this.#take({ shape: [sums.length], data: sums }, this.#ignoreZeroHits ? relevantUsers : users);
    });
  }

  #pair(output: readonly ArrayInput[]): Input {
    const [yPred, y, ...more] = output;
    if (yPred !== undefined && y !== undefined && more.length === 0) return [yPred, y];
    throw new ShapeError({ owner: this.owner, expected: 'a pair of yPred and y', got: output.length, mend: 'Choose the two with outputTransform.' });
  }

  #checked(yPred: readonly number[], y: readonly number[]): readonly [users: number, items: number] {
    const [users = 0, items = 0] = yPred;
    if (yPred.length !== 2 || items === 0 || !sameShape(yPred, y)) {
      throw new ShapeError({ owner: this.owner, expected: 'yPred and y of the same shape [batch, items]', got: [yPred, y] });
    }
    const longest = this.topK.at(-1) ?? 0;
    if (longest > items && !this.#rating.mayExceedItems) {
      throw new ShapeError({ owner: this.owner, expected: `at least ${longest} items`, got: items, mend: 'Make topK smaller.' });
    }
    return [users, items];
  }

  #take(sums: tf.Tensor | { readonly shape: readonly number[]; readonly data: Float64Array }, examples: number | tf.Tensor): void {
    this.accumulators.sums.add(sums, this.owner);
    this.accumulators.examples.add(examples);
  }

  protected evaluate({ sums, examples }: Totals<RankingState>): readonly number[] {
    this.requireExamples(examples);
    return Array.from(sums?.data ?? [], (sum) => sum / examples);
  }
}

/** A score that orders: NaN counts as the largest, as no order has a place for it. */
export function orderable(score: number): number {
  return Number.isNaN(score) ? Infinity : score;
}

/** `orderable` on the device. */
export function orderableTensor(scores: tf.Tensor): tf.Tensor {
  return tf.where(tf.isNaN(scores), Infinity, scores);
}
