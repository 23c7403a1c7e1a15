import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import type { HostTensor } from '../../contracts';
import type { MaybePromise } from '../../internal';
import { andThen, parseOptions } from '../../internal';
import type { ReplicatedAccumulator, ScalarAccumulator, Totals } from '../accumulators';
import { scalar } from '../accumulators';
import { Metric } from '../metric';
import type { MetricOptions } from '../metric-options';
import { metricOptionShape } from '../metric-options';
import type { ArrayInput } from '../numbers';
import { asTensor, isOnDevice, readAll } from '../numbers';
import { predictionAndTarget } from '../output';
import type { ClassInputs, ClassLayout, ClassOptions, SeenClasses } from './class-inputs';
import { BITS, checkUnchanged, classInputs, classShape, countOthers, forbidden, seenClasses } from './class-inputs';
import { largestClasses } from './largest-class';
import type { SequenceTransformOptions } from './sequence-transform';
import { sequenceTransform } from './sequence-transform';

/** Options of `Accuracy`. */
export interface AccuracyOptions extends MetricOptions, ClassOptions {}

type AccuracyState = {
  readonly correct: ScalarAccumulator;
  readonly examples: ScalarAccumulator;
  /** Values that only a device has seen, and that `compute` has to report. */
  readonly forbidden: ScalarAccumulator;
  readonly seen: ReplicatedAccumulator<SeenClasses | null>;
};

const schema = z.strictObject({ ...metricOptionShape, ...classShape });

const CLASSES = 'whole numbers as class targets';

/**
 * The share of examples whose prediction is right: `correct / examples`.
 *
 * | data | `yPred` | `y` | right when |
 * |---|---|---|---|
 * | binary | 0 or 1, `[batch, ...]` or `[batch, ..., 1]` | 0 or 1, `[batch, ...]` | equal |
 * | multiclass | scores `[batch, ..., classes]` | whole numbers `[batch, ...]` | the largest score is the target's (the first one of equals) |
 * | multilabel (`isMultilabel`) | 0 or 1, `[batch, ..., labels]` | the same | all labels of the example are equal |
 *
 * Any dtype. With `layout: 'NCHW'` the class axis is the second one. Each position counts as an example.
 *
 * Source: https://scikit-learn.org/stable/modules/model_evaluation.html#accuracy-score
 *
 * @throws ShapeError from `update` for shapes that do not go together, values other than said above, or another number of classes than
 *   before; where reading tensors is dear (webgl, webgpu) values are checked by `compute`
 * @throws StateError from `update` for another kind of data than before
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { Accuracy } from 'tfjs-ignite';
 *
 * const accuracy = new Accuracy();
 * accuracy.update([[[0.1, 0.7, 0.2], [0.8, 0.1, 0.1]], [1, 2]]);
 * accuracy.update([[[0.3, 0.3, 0.4], [0.5, 0.4, 0.1]], [2, 0]]);
 * accuracy.compute(); // => 0.75
 * ```
 */
export class Accuracy extends Metric<number, readonly [ArrayInput, ArrayInput], AccuracyState> {
  protected readonly accumulators: AccuracyState = { correct: scalar(), examples: scalar(), forbidden: scalar(), seen: seenClasses() };
  readonly #isMultilabel: boolean;
  readonly #layout: ClassLayout;

  constructor(options: AccuracyOptions = {}) {
    const { isMultilabel, layout, ...common } = parseOptions('Accuracy', schema, options);
    super({ owner: 'Accuracy', keys: predictionAndTarget }, common);
    this.#isMultilabel = isMultilabel;
    this.#layout = layout;
  }

  /**
   * An `outputTransform` for sequences: scores `[batch, steps, classes]` and targets `[batch, steps]` become one example per step.
   *
   * Steps whose target is among `ignoreIndex` are left out.
   */
  static getSequenceTransform(options: SequenceTransformOptions = {}): (output: unknown) => MaybePromise<[HostTensor, HostTensor]> {
    return sequenceTransform(options);
  }

  update(output: readonly [ArrayInput, ArrayInput]): MaybePromise<void> {
    const [yPred, y] = output;
    if (isOnDevice(yPred, y)) {
      tf.tidy(() => this.#updateOnDevice(asTensor(yPred, 'Accuracy.yPred'), asTensor(y, 'Accuracy.y')));
      return;
    }
    return andThen(readAll([yPred, y], 'Accuracy'), ([predictions, targets]) => {
      const inputs = this.#inputs(predictions.shape, targets.shape);
      const correct = countCorrect(inputs, predictions.data, targets.data);
      this.#take(inputs, correct);
    });
  }

  #inputs(yPred: readonly number[], y: readonly number[]): ClassInputs {
    const inputs = classInputs('Accuracy', yPred, y, { isMultilabel: this.#isMultilabel, layout: this.#layout });
    checkUnchanged('Accuracy', this.accumulators.seen.value, inputs);
    return inputs;
  }

  #take(inputs: ClassInputs, correct: number | tf.Tensor): void {
    this.accumulators.correct.add(correct);
    this.accumulators.examples.add(inputs.outer * inputs.inner);
    this.accumulators.seen.set({ kind: inputs.kind, classes: inputs.classes });
  }

  #updateOnDevice(yPred: tf.Tensor, y: tf.Tensor): void {
    const inputs = this.#inputs(yPred.shape, y.shape);
    if (inputs.kind === 'multiclass') {
      this.accumulators.forbidden.add(tf.sum(tf.cast(tf.notEqual(y, tf.floor(tf.cast(y, 'float32'))), 'float32')));
      this.#take(inputs, tf.sum(tf.cast(tf.equal(tf.argMax(yPred, inputs.axis), tf.cast(y, 'int32')), 'float32')));
      return;
    }
    this.accumulators.forbidden.add(tf.add(countOthers(yPred), countOthers(y)));
    const equal = tf.equal(inputs.kind === 'binary' ? tf.reshape(yPred, y.shape) : yPred, y);
    this.#take(inputs, tf.sum(tf.cast(inputs.kind === 'binary' ? equal : tf.all(equal, inputs.axis), 'float32')));
  }

  protected evaluate(totals: Totals<AccuracyState>): number {
    this.requireExamples(totals.examples);
    if (totals.forbidden > 0) throw forbidden('Accuracy', totals.seen?.kind === 'multiclass' ? CLASSES : BITS);
    return totals.correct / totals.examples;
  }
}

function countCorrect(inputs: ClassInputs, yPred: ArrayLike<number>, y: ArrayLike<number>): number {
  switch (inputs.kind) {
    case 'multiclass':
      return countLargest(inputs, yPred, y);
    case 'binary':
    case 'multilabel':
      return countEqual(inputs, yPred, y);
  }
}

function countLargest(inputs: ClassInputs, yPred: ArrayLike<number>, y: ArrayLike<number>): number {
  const labels = largestClasses(inputs, yPred);
  let correct = 0;
  for (let example = 0; example < labels.length; example++) {
    const target = y[example] ?? NaN;
    if (!Number.isInteger(target)) throw forbidden('Accuracy', CLASSES, target);
    if (labels[example] === target) correct++;
  }
  return correct;
}

function countEqual({ classes, outer, inner }: ClassInputs, yPred: ArrayLike<number>, y: ArrayLike<number>): number {
  let correct = 0;
  for (let example = 0; example < outer * inner; example++) {
    const start = Math.floor(example / inner) * classes * inner + (example % inner);
    let equal = true;
    for (let label = 0; label < classes; label++) {
      const prediction = yPred[start + label * inner] ?? NaN;
      const target = y[start + label * inner] ?? NaN;
      if ((prediction !== 0 && prediction !== 1) || (target !== 0 && target !== 1)) {
        throw forbidden('Accuracy', BITS, target === 0 || target === 1 ? prediction : target);
      }
      if (prediction !== target) equal = false;
    }
    if (equal) correct++;
  }
  return correct;
}
