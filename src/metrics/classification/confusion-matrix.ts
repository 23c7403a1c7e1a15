import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import { ShapeError } from '../../errors';
import type { MaybePromise } from '../../internal';
import { andThen, parseOptions } from '../../internal';
import type { ArrayAccumulator, ScalarAccumulator, Totals } from '../accumulators';
import { array, scalar } from '../accumulators';
import { Metric } from '../metric';
import type { MetricOptions } from '../metric-options';
import { layoutSchema, metricOptionShape } from '../metric-options';
import type { ArrayInput } from '../numbers';
import { asTensor, isOnDevice, readAll } from '../numbers';
import { predictionAndTarget } from '../output';
import type { ClassInputs, ClassLayout } from './class-inputs';
import { classInputs } from './class-inputs';
import { largestClasses } from './largest-class';

/** Options of `ConfusionMatrix`. */
export interface ConfusionMatrixOptions extends MetricOptions {
  /** How many classes there are, at least 2. */
  readonly numClasses: number;
  /** Divides the counts by the number of examples, of each row's targets, or of each column's predictions. @default null */
  readonly average?: 'samples' | 'recall' | 'precision' | null;
  /** Where the class axis is: last, or second. @default 'NHWC' */
  readonly layout?: ClassLayout;
}

type ConfusionState = { readonly counts: ArrayAccumulator; readonly examples: ScalarAccumulator };

const schema = z.strictObject({
  ...metricOptionShape,
  numClasses: z.int().check(z.gte(2)),
  average: z._default(z.nullable(z.enum(['samples', 'recall', 'precision'])), null),
  layout: layoutSchema,
});

/**
 * How often each class was taken for each other: row `t`, column `p` counts targets `t` with the largest score at `p`.
 *
 * Takes scores `[batch, ..., classes]` and targets `[batch, ...]`; positions with a target outside `[0, numClasses)` are ignored. The value is a `[classes, classes]` array.
 *
 * Source: https://en.wikipedia.org/wiki/Confusion_matrix
 *
 * @throws ShapeError from `update` for shapes that do not go together and another number of classes
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { ConfusionMatrix } from 'tfjs-ignite/metrics';
 *
 * const matrix = new ConfusionMatrix({ numClasses: 2 });
 * matrix.update([[[0.9, 0.1], [0.6, 0.4], [0.2, 0.8]], [0, 1, 1]]);
 * matrix.compute(); // => [ [ 1, 0 ], [ 1, 1 ] ]
 * ```
 */
export class ConfusionMatrix extends Metric<readonly (readonly number[])[], readonly [ArrayInput, ArrayInput], ConfusionState> {
  protected readonly accumulators: ConfusionState = { counts: array(), examples: scalar() };
  readonly numClasses: number;
  readonly average: 'samples' | 'recall' | 'precision' | null;
  readonly #layout: ClassLayout;

  constructor(options: ConfusionMatrixOptions) {
    const { numClasses, average, layout, ...common } = parseOptions('ConfusionMatrix', schema, options);
    super({ owner: 'ConfusionMatrix', keys: predictionAndTarget }, common);
    this.numClasses = numClasses;
    this.average = average;
    this.#layout = layout;
  }

  update(output: readonly [ArrayInput, ArrayInput]): MaybePromise<void> {
    const [yPred, y] = output;
    if (isOnDevice(yPred, y)) {
      tf.tidy(() => {
        const [scores, targets] = [asTensor(yPred, 'ConfusionMatrix.yPred'), asTensor(y, 'ConfusionMatrix.y')];
        const { axis } = this.#inputs(scores.shape, targets.shape);
        const [rows, columns] = [targets, tf.argMax(scores, axis)].map((labels) => tf.oneHot(tf.cast(tf.reshape(labels, [-1]), 'int32'), this.numClasses, 1, 0, 'float32'));
        if (rows === undefined || columns === undefined) return;
        this.accumulators.counts.add(tf.matMul(rows, columns, true), 'ConfusionMatrix');
        this.accumulators.examples.add(scores.shape[0]);
      });
      return;
    }
    return andThen(readAll([yPred, y], 'ConfusionMatrix'), ([predictions, targets]) => {
      const inputs = this.#inputs(predictions.shape, targets.shape);
      this.accumulators.counts.count([this.numClasses, this.numClasses], cellsOf(inputs, predictions.data, targets.data), 'ConfusionMatrix');
      this.accumulators.examples.add(predictions.shape[0] ?? 0);
    });
  }

  #inputs(yPred: readonly number[], y: readonly number[]): ClassInputs {
    const inputs = classInputs('ConfusionMatrix', yPred, y, { isMultilabel: false, layout: this.#layout });
    if (inputs.kind === 'multiclass' && inputs.classes === this.numClasses) return inputs;
    throw new ShapeError({ owner: 'ConfusionMatrix', expected: `scores of ${this.numClasses} classes`, got: { shape: yPred } });
  }

  protected evaluate({ counts, examples }: Totals<ConfusionState>): readonly (readonly number[])[] {
    this.requireExamples(counts === null ? 0 : examples);
    const labels = Array.from({ length: this.numClasses }, (_, label) => label);
    const at = (row: number, column: number): number => counts?.data[row * this.numClasses + column] ?? 0;
    const whole = labels.map((label) => {
      if (this.average === 'recall') return labels.reduce((sum, column) => sum + at(label, column), 0);
      if (this.average === 'precision') return labels.reduce((sum, row) => sum + at(row, label), 0);
      return this.average === 'samples' ? examples : 1;
    });
    return labels.map((row) =>
      labels.map((column) => {
        const count = at(row, column);
        return count === 0 ? 0 : count / (whole[this.average === 'precision' ? column : row] ?? NaN);
      }),
    );
  }
}

/** The positions in the matrix of the pairs of a batch, without targets that are no class. */
function cellsOf(inputs: ClassInputs, yPred: ArrayLike<number>, y: ArrayLike<number>): Int32Array {
  const { classes } = inputs;
  const cells = largestClasses(inputs, yPred);
  let counted = 0;
  for (let example = 0; example < cells.length; example++) {
    const target = y[example] ?? NaN;
    if (target >= 0 && target < classes) cells[counted++] = Math.trunc(target) * classes + (cells[example] ?? 0);
  }
  return cells.subarray(0, counted);
}
