import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import { ShapeError } from '../../errors';
import type { MaybePromise } from '../../internal';
import { andThen, parseOptions } from '../../internal';
import type { Doubles, ReplicatedAccumulator, RowsAccumulator, Totals } from '../accumulators';
import { rows } from '../accumulators';
import { descendingOrder } from '../descending-order';
import { Metric } from '../metric';
import type { MetricOptions } from '../metric-options';
import { metricOptionShape } from '../metric-options';
import type { ArrayInput, Numbers } from '../numbers';
import { asTensor, isOnDevice, readAll } from '../numbers';
import { predictionAndTarget } from '../output';
import { sortedThresholds, thresholdsSchema } from '../thresholds';
import type { ClassInputs, ClassLayout, ClassOptions, SeenClasses } from './class-inputs';
import { checkUnchanged, classInputs, classShape, forbidden, seenClasses } from './class-inputs';
import type { ClassRows } from './class-rows';
import { classRows, classRowsOnDevice } from './class-rows';

/** How the classes' average precisions become one: their mean, that of all scores together, their mean by number of targets; `null` keeps them apart. */
export type ClassMean = 'macro' | 'micro' | 'weighted' | null;

/** Options of `MeanAveragePrecision`. */
export interface MeanAveragePrecisionOptions<M extends ClassMean = ClassMean> extends MetricOptions, ClassOptions {
  /** Recalls from 0 to 1 at which precision is taken, in any order; `null`: at each recall that the scores reach. @default null */
  readonly recThresholds?: readonly number[] | null;
  /** Without meaning for binary data. @default 'macro' */
  readonly classMean?: M;
}

/** A number; with `classMean: null` one for each class, unless the data are binary. */
export type MeanAveragePrecisionValue<M extends ClassMean> = M extends null ? number | readonly number[] : number;

type PrecisionState = {
  readonly predictions: RowsAccumulator;
  readonly targets: RowsAccumulator;
  readonly seen: ReplicatedAccumulator<SeenClasses | null>;
};

const schema = z.strictObject({
  ...metricOptionShape,
  ...classShape,
  recThresholds: z._default(z.nullable(thresholdsSchema), null),
  classMean: z._default(z.nullable(z.enum(['macro', 'micro', 'weighted'])), 'macro'),
});

/**
 * Average precision of each class, and its mean over the classes: `AP = sum over k of (r_k - r_(k-1)) * P_k`.
 *
 * `P_k` is the precision of the examples whose score is at least that at which the recall `r_k` is reached: at every score that occurs, or at
 * the first that reaches each of `recThresholds`, where a threshold that no score reaches counts with precision 0. Thresholds are compared as
 * float32 values. A class without targets has average precision 0.
 *
 * | data | `yPred` | `y` |
 * |---|---|---|
 * | binary | scores `[batch, ...]` or `[batch, ..., 1]` | 0 or 1, `[batch, ...]` |
 * | multiclass | scores `[batch, ..., classes]` | whole numbers `[batch, ...]` |
 * | multilabel (`isMultilabel`) | scores `[batch, ..., labels]` | 0 or 1, the same shape |
 *
 * With `layout: 'NCHW'` the class axis is the second one. Scores may be any numbers, of a dtype other than int32 and int64. Keeps everything.
 *
 * Source: https://scikit-learn.org/stable/modules/generated/sklearn.metrics.average_precision_score.html
 *
 * @throws ShapeError from `update` for shapes that do not go together, integer scores, targets other than said above, or another number of
 *   classes than before; where reading tensors is dear (webgl, webgpu) targets are checked by `compute`
 * @throws StateError from `update` for another kind of data than before
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { MeanAveragePrecision } from 'tfjs-ignite/metrics';
 *
 * const metric = new MeanAveragePrecision({ classMean: null });
 * metric.update([[[0.9, 0.1], [0.6, 0.4], [0.7, 0.3]], [0, 0, 1]]);
 * metric.compute(); // => [ 0.8333333333333333, 0.5 ]
 * ```
 */
export class MeanAveragePrecision<const M extends ClassMean = 'macro'> extends Metric<MeanAveragePrecisionValue<M>, readonly [ArrayInput, ArrayInput], PrecisionState> {
  protected readonly accumulators: PrecisionState = { predictions: rows(), targets: rows(), seen: seenClasses() };
  /** How the classes' values become one. */
  readonly classMean: ClassMean;
  readonly #thresholds: Float32Array | null;
  readonly #isMultilabel: boolean;
  readonly #layout: ClassLayout;

  constructor(options: MeanAveragePrecisionOptions<M> = {}) {
    const { recThresholds, classMean, isMultilabel, layout, ...common } = parseOptions('MeanAveragePrecision', schema, options);
    super({ owner: 'MeanAveragePrecision', keys: predictionAndTarget }, common);
    this.classMean = classMean;
    this.#thresholds = recThresholds === null ? null : sortedThresholds(recThresholds);
    this.#isMultilabel = isMultilabel;
    this.#layout = layout;
  }

  update(output: readonly [ArrayInput, ArrayInput]): MaybePromise<void> {
    const [yPred, y] = output;
    if (isOnDevice(yPred, y)) {
      tf.tidy(() => {
        const [scores, targets] = [asTensor(yPred, `${this.owner}.yPred`), asTensor(y, `${this.owner}.y`)];
        const inputs = this.#inputs(scores, targets);
        this.#take(inputs, classRowsOnDevice(inputs, scores), inputs.kind === 'multilabel' ? classRowsOnDevice(inputs, targets) : tf.reshape(targets, [-1]));
      });
      return;
    }
    return andThen(readAll([yPred, y], this.owner), ([scores, targets]) => {
      const inputs = this.#inputs(scores, targets);
      checkTargets(this.owner, inputs, targets.data);
      const flat = { shape: [targets.data.length], data: targets.data };
      this.#take(inputs, classRows(inputs, scores.data), inputs.kind === 'multilabel' ? classRows(inputs, targets.data) : flat);
    });
  }

  #inputs(yPred: Pick<Numbers, 'shape'> & { readonly dtype: string }, y: Pick<Numbers, 'shape'>): ClassInputs {
    const inputs = classInputs(this.owner, yPred.shape, y.shape, { isMultilabel: this.#isMultilabel, layout: this.#layout });
    checkUnchanged(this.owner, this.accumulators.seen.value, inputs);
    if (yPred.dtype !== 'int32' && yPred.dtype !== 'int64') return inputs;
    throw new ShapeError({ owner: `${this.owner}.yPred`, expected: 'scores, of a dtype other than integers', got: yPred, mend: 'Give what the model says before it is rounded or thresholded.' });
  }

  #take({ kind, classes }: ClassInputs, predictions: tf.Tensor | ClassRows, targets: tf.Tensor | ClassRows): void {
    this.accumulators.predictions.append(predictions, `${this.owner}.yPred`);
    this.accumulators.targets.append(targets, `${this.owner}.y`);
    this.accumulators.seen.set({ kind, classes });
  }

  protected evaluate({ predictions, targets }: Totals<PrecisionState>): MeanAveragePrecisionValue<M> {
    this.requireExamples(predictions?.shape[0] ?? 0);
    const value = predictions === null || targets === null ? NaN : this.#mean(predictions, targets);
    return value as MeanAveragePrecisionValue<M>; // M is this.classMean's type
  }

  #mean(predictions: Doubles, targets: Doubles): number | readonly number[] {
    // Told from the shapes, since a rank without data has seen no kind.
    const kind = predictions.shape.length === 1 ? 'binary' : targets.shape.length === 2 ? 'multilabel' : 'multiclass';
    const classes = predictions.shape[1] ?? 1;
    checkTargets(this.owner, { kind, classes }, targets.data);
    const hits = kind === 'multiclass' ? oneHot(targets.data, classes) : targets.data;
    if (kind === 'binary' || this.classMean === 'micro') return averagePrecision(predictions.data, hits, this.#thresholds);
    const each = Array.from({ length: classes }, (_, label) =>
      averagePrecision(column(predictions.data, label, classes), column(hits, label, classes), this.#thresholds),
    );
    if (this.classMean === null) return each;
    const weights = each.map((_, label) => (this.classMean === 'weighted' ? sum(column(hits, label, classes)) : 1));
    return sum(each.map((value, label) => value * (weights[label] ?? 0))) / sum(weights);
  }
}

function checkTargets(owner: string, { kind, classes }: Pick<ClassInputs, 'kind' | 'classes'>, y: ArrayLike<number>): void {
  const count = kind === 'multiclass' ? classes : 2;
  for (let index = 0; index < y.length; index++) {
    const label = y[index] ?? NaN;
    if (label >= 0 && label < count && Number.isInteger(label)) continue;
    throw forbidden(`${owner}.y`, count === 2 ? '0 and 1 only' : `classes from 0 to ${count - 1}`, label);
  }
}

function oneHot(labels: Float64Array, classes: number): Float64Array {
  const hits = new Float64Array(labels.length * classes);
  for (let example = 0; example < labels.length; example++) hits[example * classes + (labels[example] ?? 0)] = 1;
  return hits;
}

function column(values: Float64Array, label: number, classes: number): Float64Array {
  const picked = new Float64Array(values.length / classes);
  for (let example = 0; example < picked.length; example++) picked[example] = values[example * classes + label] ?? NaN;
  return picked;
}

/** The average precision of scores for `hits` of 0 and 1. */
function averagePrecision(scores: Float64Array, hits: Float64Array, thresholds: Float32Array | null): number {
  const positives = sum(hits);
  if (positives === 0) return 0;
  const order = descendingOrder(scores);
  let [value, found, before, level] = [0, 0, 0, 0];
  for (let place = 0; place < order.length; place++) {
    const example = order[place] ?? 0;
    found += hits[example] ?? 0;
    // Equal scores are one step of the curve. The difference of infinities is NaN: each of them is a step.
    if (place + 1 < order.length && (scores[order[place + 1] ?? 0] ?? NaN) - (scores[example] ?? NaN) === 0) continue;
    const [recall, precision] = [found / positives, found / (place + 1)];
    if (thresholds === null) {
      value += (recall - before) * precision;
      before = recall;
      continue;
    }
    for (; recall >= (thresholds[level] ?? NaN); level++) {
      value += ((thresholds[level] ?? NaN) - before) * precision;
      before = thresholds[level] ?? NaN;
    }
  }
  return value;
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let index = 0; index < values.length; index++) total += values[index] ?? NaN;
  return total;
}
