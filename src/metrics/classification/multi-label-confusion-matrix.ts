import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import { ShapeError } from '../../errors';
import type { MaybePromise } from '../../internal';
import { andThen, isHostTensor, parseOptions } from '../../internal';
import { isTensor } from '../../tensor';
import type { ArrayAccumulator, ScalarAccumulator, Totals } from '../accumulators';
import { array, scalar } from '../accumulators';
import { Metric } from '../metric';
import type { MetricOptions } from '../metric-options';
import { layoutSchema, metricOptionShape } from '../metric-options';
import type { ArrayInput } from '../numbers';
import { asTensor, isOnDevice, readAll } from '../numbers';
import { predictionAndTarget } from '../output';
import { countClasses, countClassesOnDevice } from './class-counts';
import type { ClassInputs, ClassLayout } from './class-inputs';
import { classInputs, forbidden } from './class-inputs';

/** Options of `MultiLabelConfusionMatrix`. */
export interface MultiLabelConfusionMatrixOptions extends MetricOptions {
  /** How many labels there are, at least 2. */
  readonly numClasses: number;
  /** Whether the counts of each label are divided by their sum. @default false */
  readonly normalized?: boolean;
  /** Where the label axis is: last, or second. @default 'NHWC' */
  readonly layout?: ClassLayout;
}

/** Of one label: `[[true negatives, false positives], [false negatives, true positives]]`. */
export type LabelConfusion = readonly [negatives: readonly [right: number, wrong: number], positives: readonly [wrong: number, right: number]];

type MultiLabelState = {
  readonly counts: ArrayAccumulator;
  readonly positions: ScalarAccumulator;
  /** Values that only a device has seen, and that `compute` has to report. */
  readonly forbidden: ScalarAccumulator;
};

const OWNER = 'MultiLabelConfusionMatrix';

const schema = z.strictObject({
  ...metricOptionShape,
  numClasses: z.int().check(z.gte(2)),
  normalized: z._default(z.boolean(), false),
  layout: layoutSchema,
});

/**
 * A confusion matrix of each label: `[[tn, fp], [fn, tp]]`, counts or with `normalized` shares of all positions.
 *
 * Takes labels of 0 and 1 `[batch, ..., labels]`, with `layout: 'NCHW'` `[batch, labels, ...]`, the same shape for predictions and targets; dtype int32 or
 * another kind of integers, or plain arrays. The value is an array of `numClasses` matrices. Memory: three numbers for each label.
 *
 * Source: https://scikit-learn.org/stable/modules/generated/sklearn.metrics.multilabel_confusion_matrix.html
 *
 * @throws ShapeError from `update` for shapes that do not go together, another number of labels, a dtype that is not one of integers, and values other than 0 and 1; where
 *   reading tensors is dear (webgl, webgpu) values are checked by `compute`
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { MultiLabelConfusionMatrix } from 'tfjs-ignite/metrics';
 *
 * const matrices = new MultiLabelConfusionMatrix({ numClasses: 2 });
 * matrices.update([[[1, 0], [1, 1], [0, 0]], [[1, 0], [0, 1], [0, 1]]]);
 * matrices.compute(); // => [ [ [ 1, 1 ], [ 0, 1 ] ], [ [ 1, 0 ], [ 1, 1 ] ] ]
 * ```
 */
export class MultiLabelConfusionMatrix extends Metric<readonly LabelConfusion[], readonly [ArrayInput, ArrayInput], MultiLabelState> {
  protected readonly accumulators: MultiLabelState = { counts: array(), positions: scalar(), forbidden: scalar() };
  readonly #numClasses: number;
  readonly #normalized: boolean;
  readonly #layout: ClassLayout;

  constructor(options: MultiLabelConfusionMatrixOptions) {
    const { numClasses, normalized, layout, ...common } = parseOptions(OWNER, schema, options);
    super({ owner: OWNER, keys: predictionAndTarget }, common);
    this.#numClasses = numClasses;
    this.#normalized = normalized;
    this.#layout = layout;
  }

  update(output: readonly [ArrayInput, ArrayInput]): MaybePromise<void> {
    const [yPred, y] = output;
    checkIntegers(`${OWNER}.yPred`, yPred);
    checkIntegers(`${OWNER}.y`, y);
    if (isOnDevice(yPred, y)) {
      tf.tidy(() => {
        const [predictions, targets] = [asTensor(yPred, `${OWNER}.yPred`), asTensor(y, `${OWNER}.y`)];
        const inputs = this.#inputs(predictions.shape, targets.shape);
        const { counts, others } = countClassesOnDevice(inputs, predictions, targets);
        this.accumulators.forbidden.add(others);
        this.#take(inputs, counts);
      });
      return;
    }
    return andThen(readAll([yPred, y], OWNER), ([predictions, targets]) => {
      const inputs = this.#inputs(predictions.shape, targets.shape);
      this.#take(inputs, countClasses(OWNER, inputs, predictions.data, targets.data).counts);
    });
  }

  #inputs(yPred: readonly number[], y: readonly number[]): ClassInputs {
    const inputs = classInputs(OWNER, yPred, y, { isMultilabel: true, layout: this.#layout });
    if (inputs.classes === this.#numClasses) return inputs;
    throw new ShapeError({ owner: OWNER, expected: `${this.#numClasses} labels`, got: { shape: yPred } });
  }

  #take({ outer, inner }: ClassInputs, counts: Parameters<ArrayAccumulator['add']>[0]): void {
    this.accumulators.counts.add(counts, OWNER);
    this.accumulators.positions.add(outer * inner);
  }

  protected evaluate({ counts, positions, ...totals }: Totals<MultiLabelState>): readonly LabelConfusion[] {
    this.requireExamples(positions);
    if (totals.forbidden > 0) throw forbidden(OWNER, '0 and 1 only');
    const size = this.#numClasses;
    const whole = this.#normalized ? positions : 1;
    return Array.from({ length: size }, (_, label): LabelConfusion => {
      const [hits, predictions, targets] = [0, 1, 2].map((row) => counts?.data[row * size + label] ?? 0) as [number, number, number]; // three rows
      const union = predictions + targets - hits;
      return [
        [(positions - union) / whole, (predictions - hits) / whole],
        [(targets - hits) / whole, hits / whole],
      ];
    });
  }
}

/** Scores have no place here, and nothing but their dtype tells them when they happen to be 0 and 1. */
function checkIntegers(owner: string, input: ArrayInput): void {
  const dtype = isTensor(input) || isHostTensor(input) ? input.dtype : input instanceof Float32Array || input instanceof Float64Array ? 'float' : 'int';
  if (!dtype.startsWith('float') && dtype !== 'bfloat16' && dtype !== 'bool') return;
  throw new ShapeError({ owner, expected: 'integers of 0 and 1', got: input, mend: "Threshold scores and cast them: tf.cast(tf.greater(scores, 0.5), 'int32')." });
}
