import * as tf from '@tensorflow/tfjs-core';
import type { StateValue } from '../../contracts';
import { ShapeError } from '../../errors';
import type { MaybePromise } from '../../internal';
import { andThen } from '../../internal';
import type { ArrayAccumulator, Doubles, ReplicatedAccumulator, RowsAccumulator, ScalarAccumulator, Totals } from '../accumulators';
import { array, replicated, rows, scalar } from '../accumulators';
import type { Shaped } from '../epoch-pairs';
import { Metric } from '../metric';
import type { MetricDefinition } from '../metric-core';
import type { ParsedMetricOptions } from '../metric-options';
import type { ArrayInput, Numbers } from '../numbers';
import { asTensor, isOnDevice, readAll } from '../numbers';
import { largestClasses } from './largest-class';

/** How often a prediction came with a target. */
export interface LabelPair {
  readonly target: number;
  readonly prediction: number;
  readonly count: number;
}

/** How a metric of pairs of labels is defined. */
export interface LabelPairsDefinition extends MetricDefinition {
  /** Counts pairs of this many classes, as the rows of a confusion matrix; keeps every pair when it is null. */
  readonly numClasses: number | null;
  /** Whether `[batch, classes]` are scores of which the largest one is the label; `[batch]` of predictions alone does not go with scores as targets then. */
  readonly takesScores: boolean;
  /** What labels are, for messages. */
  readonly labels: string;
  /** The label that a number means, NaN when it means none. */
  labelOf(value: number): number;
}

type PairState = {
  /** Targets and predictions, where the classes are not known before. */
  readonly pairs: RowsAccumulator;
  readonly counts: ArrayAccumulator;
  /** Examples that `compute` has to report. */
  readonly forbidden: ScalarAccumulator;
  readonly seen: ReplicatedAccumulator<readonly string[] | null>;
};

/** The dtype of plain arrays. */
const PLAIN = 'number';

/** Base of metrics of which label was predicted for which: one of each for an example, as numbers `[batch]` or as the largest of scores. */
export abstract class LabelPairs extends Metric<number, readonly [ArrayInput, ArrayInput], PairState> {
  protected readonly accumulators: PairState = { pairs: rows(), counts: array(), forbidden: scalar(), seen: replicated<readonly string[] | null>(null, isTexts) };
  readonly #definition: LabelPairsDefinition;
  readonly #checkFirst: boolean;

  constructor(definition: LabelPairsDefinition, { checkComputeFn, ...common }: ParsedMetricOptions & { readonly checkComputeFn: boolean }) {
    super(definition, common);
    this.#definition = definition;
    this.#checkFirst = checkComputeFn;
  }

  /** The value of at least one example; each pair of labels occurs once. */
  protected abstract evaluatePairs(pairs: readonly LabelPair[], examples: number): number;

  update(output: readonly [ArrayInput, ArrayInput]): MaybePromise<void> {
    const [yPred, y] = output;
    if (isOnDevice(yPred, y)) {
      tf.tidy(() => {
        const [predictions, targets] = [asTensor(yPred, `${this.owner}.yPred`), asTensor(y, `${this.owner}.y`)];
        this.#ifLabels(predictions, targets, () => this.#takeOnDevice(labelsOnDevice(predictions), labelsOnDevice(targets)));
      });
      return;
    }
    return andThen(readAll([yPred, y], this.owner), ([predictions, targets]) => {
      this.#ifLabels(predictions, targets, () => this.#take(labelsOf(predictions), labelsOf(targets)));
    });
  }

  /** Has a batch taken in when its shapes say labels; otherwise `compute` refuses it, as it does a batch that is kept in full until then. */
  #ifLabels(yPred: Shaped, y: Shaped, take: () => void): void {
    const { owner } = this;
    const seen = [kindOf(yPred, `${owner}.yPred`), kindOf(y, `${owner}.y`)];
    const [batch = 0] = yPred.shape;
    if (batch !== y.shape[0]) throw new ShapeError({ owner, expected: `as many targets as predictions, ${batch}`, got: y.shape[0] });
    const { numClasses, takesScores } = this.#definition;
    const before = this.accumulators.seen.value;
    const isLabels = takesScores ? columnsOf(yPred) > 0 || columnsOf(y) === 0 : columnsOf(yPred) + columnsOf(y) === 0;
    if (!isLabels && (numClasses !== null || (this.#checkFirst && before === null))) throw this.#notLabels(seen);
    if (numClasses === null && before !== null && !seen.every((kind, input) => goesWith(kind, before[input] ?? ''))) {
      throw new ShapeError({ owner, expected: `${before.join(' and ')} as before`, got: seen.join(' and ') });
    }
    if (isLabels) take();
    else this.accumulators.forbidden.add(batch);
    this.accumulators.seen.set(seen.map((kind, input) => (kind.startsWith(PLAIN) ? (before?.[input] ?? kind) : kind)));
  }

  #take(predictions: ArrayLike<number>, targets: ArrayLike<number>): void {
    const { numClasses } = this.#definition;
    if (numClasses !== null) this.accumulators.counts.count([numClasses, numClasses], this.#cells(numClasses, predictions, targets), this.owner);
    else this.accumulators.pairs.append(this.#checkedPairs(predictions, targets), this.owner);
  }

  /** The positions in the matrix, without targets that are no class. */
  #cells(numClasses: number, predictions: ArrayLike<number>, targets: ArrayLike<number>): Int32Array {
    const cells = new Int32Array(targets.length);
    let counted = 0;
    for (let example = 0; example < targets.length; example++) {
      const prediction = this.#label(predictions[example]);
      if (prediction >= numClasses) throw this.#notLabels(prediction);
      const target = Math.trunc(targets[example] ?? NaN);
      if (target >= 0 && target < numClasses) cells[counted++] = target * numClasses + prediction;
    }
    return cells.subarray(0, counted);
  }

  #checkedPairs(predictions: ArrayLike<number>, targets: ArrayLike<number>): Doubles {
    const data = new Float64Array(2 * targets.length);
    for (let example = 0; example < targets.length; example++) {
      data[2 * example] = this.#label(targets[example]);
      data[2 * example + 1] = this.#label(predictions[example]);
    }
    return { dtype: 'float64', shape: [targets.length, 2], data };
  }

  #label(value = NaN): number {
    const label = this.#definition.labelOf(value);
    if (Number.isNaN(label)) throw this.#notLabels(value);
    return label;
  }

  #takeOnDevice(predictions: tf.Tensor, targets: tf.Tensor): void {
    const { numClasses } = this.#definition;
    if (numClasses === null) {
      this.accumulators.pairs.append(tf.stack([targets, predictions], 1), this.owner);
      return;
    }
    const [actual, predicted] = [targets, predictions].map((labels) => tf.oneHot(tf.cast(labels, 'int32'), numClasses, 1, 0, 'float32')) as [tf.Tensor, tf.Tensor]; // two in, two out
    this.accumulators.forbidden.add(tf.sub(predictions.size, tf.sum(predicted)));
    this.accumulators.counts.add(tf.matMul(actual, predicted, true), this.owner);
  }

  #notLabels(got?: unknown): ShapeError {
    const { labels, numClasses, takesScores } = this.#definition;
    const range = numClasses === null ? '' : ` below ${numClasses}`;
    const scores = takesScores ? ', or [batch, classes] with scores as predictions' : '';
    return new ShapeError({ owner: this.owner, expected: `${labels}${range}, one for each example${scores}`, got, mend: 'Take the class of scores with outputTransform.' });
  }

  protected evaluate({ pairs, counts, forbidden, seen }: Totals<PairState>): number {
    if (forbidden > 0) throw this.#notLabels(seen);
    const found = counts === null ? this.#pairsOf(pairs) : pairsOfMatrix(counts);
    const examples = found.reduce((sum, { count }) => sum + count, 0);
    this.requireExamples(examples);
    return this.evaluatePairs(found, examples);
  }

  /** Counts the pairs that were kept; those of a device are seen for the first time. */
  #pairsOf(kept: Doubles | null): LabelPair[] {
    const counts = new Map<number, Map<number, number>>();
    const data = kept?.data ?? [];
    for (let at = 0; at < data.length; at += 2) {
      const [target, prediction] = [this.#label(data[at]), this.#label(data[at + 1])];
      const row = counts.get(target) ?? new Map<number, number>();
      row.set(prediction, (row.get(prediction) ?? 0) + 1);
      counts.set(target, row);
    }
    return [...counts].flatMap(([target, row]) => [...row].map(([prediction, count]) => ({ target, prediction, count })));
  }
}

function pairsOfMatrix({ data, shape: [, classes = 0] }: Doubles): LabelPair[] {
  const pairs: LabelPair[] = [];
  for (const [cell, count] of data.entries()) {
    if (count > 0) pairs.push({ target: Math.floor(cell / classes), prediction: cell % classes, count });
  }
  return pairs;
}

/** 0 for a vector, and for a column, which is taken as one. */
function columnsOf({ shape }: Shaped): number {
  const [, columns = 1] = shape;
  return columns === 1 ? 0 : columns;
}

function kindOf(input: Shaped, owner: string): string {
  const { shape, dtype } = input;
  if (shape.length !== 1 && shape.length !== 2) throw new ShapeError({ owner, expected: 'shape [batch] or [batch, columns]', got: { shape } });
  const columns = columnsOf(input);
  return `${dtype} [batch${columns === 0 ? '' : `, ${columns}`}]`;
}

/** Whether inputs of two kinds may follow each other: plain arrays do not say which dtype they have. */
function goesWith(kind: string, before: string): boolean {
  const columns = (of: string): string => of.slice(of.indexOf('['));
  return kind === before || ((kind.startsWith(PLAIN) || before.startsWith(PLAIN)) && columns(kind) === columns(before));
}

function labelsOf(input: Numbers): ArrayLike<number> {
  const classes = columnsOf(input);
  return classes === 0 ? input.data : largestClasses({ classes, outer: input.shape[0] ?? 0, inner: 1 }, input.data);
}

function labelsOnDevice(input: tf.Tensor): tf.Tensor {
  return tf.cast(columnsOf(input) === 0 ? tf.reshape(input, [-1]) : tf.argMax(input, 1), 'float32');
}

function isTexts(value: StateValue): value is readonly string[] | null {
  return value === null || (Array.isArray(value) && value.every((text) => typeof text === 'string'));
}

/** How often each label was a target, and how often it was predicted. */
export function marginals(pairs: readonly LabelPair[]): { readonly targets: ReadonlyMap<number, number>; readonly predictions: ReadonlyMap<number, number> } {
  const [targets, predictions] = [new Map<number, number>(), new Map<number, number>()];
  for (const { target, prediction, count } of pairs) {
    targets.set(target, (targets.get(target) ?? 0) + count);
    predictions.set(prediction, (predictions.get(prediction) ?? 0) + count);
  }
  return { targets, predictions };
}
