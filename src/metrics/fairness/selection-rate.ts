import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import type { MaybePromise } from '../../internal';
import { andThen, parseOptions } from '../../internal';
import { oneHot } from '../../tensor';
import type { ArrayAccumulator, ReplicatedAccumulator, ScalarAccumulator, Totals } from '../accumulators';
import { array, scalar } from '../accumulators';
import type { ClassInputs, ClassOptions, SeenClasses } from '../classification/class-inputs';
import { BITS, checkUnchanged, classInputs, classShape, countOthers, forbidden, seenClasses } from '../classification/class-inputs';
import { largestClasses } from '../classification/largest-class';
import { Metric } from '../metric';
import type { AxisLayout, MetricOptions } from '../metric-options';
import { metricOptionShape } from '../metric-options';
import type { ArrayInput } from '../numbers';
import { asTensor, isOnDevice, readAll } from '../numbers';
import { predictionAndTarget } from '../output';

/** Options of `SelectionRate`. */
export interface SelectionRateOptions extends MetricOptions, ClassOptions {}

type SelectionState = {
  readonly selected: ArrayAccumulator;
  readonly examples: ScalarAccumulator;
  /** Values that only a device has seen, and that `compute` has to report. */
  readonly forbidden: ScalarAccumulator;
  readonly seen: ReplicatedAccumulator<SeenClasses | null>;
};

const schema = z.strictObject({ ...metricOptionShape, ...classShape });

/**
 * How often each class is predicted: `predictions of the class / examples`.
 *
 * | data | `yPred` | `y` | value |
 * |---|---|---|---|
 * | binary | 0 or 1, `[batch, ...]` or `[batch, ..., 1]` | 0 or 1, `[batch, ...]` | the shares of 0 and of 1 |
 * | multiclass | scores `[batch, ..., classes]` | `[batch, ...]` | how often each class has the largest score (the first one of equals) |
 * | multilabel (`isMultilabel`) | 0 or 1, `[batch, ..., labels]` | the same | the share of 1 for each label |
 *
 * Any dtype. With `layout: 'NCHW'` the class axis is the second one. Each position counts as an example. The value does not depend on `y`.
 *
 * Source: https://fairware.cs.umass.edu/papers/Verma.pdf (group fairness)
 *
 * @throws ShapeError from `update` for shapes that do not go together, values other than said above, or another number of classes than
 *   before; where reading tensors is dear (webgl, webgpu) values are checked by `compute`
 * @throws StateError from `update` for another kind of data than before
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { SelectionRate } from 'tfjs-ignite/metrics';
 *
 * const rate = new SelectionRate();
 * rate.update([[1, 0, 1, 1], [1, 1, 0, 0]]);
 * rate.compute(); // => [ 0.25, 0.75 ]
 * ```
 */
export class SelectionRate extends Metric<readonly number[], readonly [ArrayInput, ArrayInput], SelectionState> {
  protected readonly accumulators: SelectionState = { selected: array(), examples: scalar(), forbidden: scalar(), seen: seenClasses() };
  readonly #isMultilabel: boolean;
  readonly #layout: AxisLayout;

  constructor(options: SelectionRateOptions = {}) {
    const { isMultilabel, layout, ...common } = parseOptions('SelectionRate', schema, options);
    super({ owner: 'SelectionRate', keys: predictionAndTarget }, common);
    this.#isMultilabel = isMultilabel;
    this.#layout = layout;
  }

  update(output: readonly [ArrayInput, ArrayInput]): MaybePromise<void> {
    const [yPred, y] = output;
    if (isOnDevice(yPred, y)) {
      tf.tidy(() => this.#updateOnDevice(asTensor(yPred, 'SelectionRate.yPred'), asTensor(y, 'SelectionRate.y')));
      return;
    }
    return andThen(readAll([yPred, y], 'SelectionRate'), ([predictions, targets]) => {
      const inputs = this.#inputs(predictions.shape, targets.shape);
      if (inputs.kind !== 'multiclass') {
        checkBits(predictions.data);
        checkBits(targets.data);
      }
      const selected = countSelected(inputs, predictions.data);
      this.#take(inputs, { shape: [selected.length], data: selected });
    });
  }

  #updateOnDevice(yPred: tf.Tensor, y: tf.Tensor): void {
    const inputs = this.#inputs(yPred.shape, y.shape);
    if (inputs.kind !== 'multiclass') this.accumulators.forbidden.add(tf.add(countOthers(yPred), countOthers(y)));
    this.#take(inputs, countSelectedOnDevice(inputs, yPred));
  }

  #inputs(yPred: readonly number[], y: readonly number[]): ClassInputs {
    const inputs = classInputs('SelectionRate', yPred, y, { isMultilabel: this.#isMultilabel, layout: this.#layout });
    checkUnchanged('SelectionRate', this.accumulators.seen.value, inputs);
    return inputs;
  }

  #take(inputs: ClassInputs, selected: tf.Tensor | { readonly shape: readonly number[]; readonly data: Float64Array }): void {
    this.accumulators.selected.add(selected, 'SelectionRate');
    this.accumulators.examples.add(inputs.outer * inputs.inner);
    this.accumulators.seen.set({ kind: inputs.kind, classes: inputs.classes });
  }

  protected evaluate(totals: Totals<SelectionState>): readonly number[] {
    const { selected, examples } = totals;
    this.requireExamples(examples);
    if (totals.forbidden > 0) throw forbidden('SelectionRate', BITS);
    return Array.from(selected?.data ?? [], (count) => count / examples);
  }
}

function checkBits(values: ArrayLike<number>): void {
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? NaN;
    if (value !== 0 && value !== 1) throw forbidden('SelectionRate', BITS, value);
  }
}

/** How often each class is predicted; of binary predictions the classes are 0 and 1. */
function countSelected(inputs: ClassInputs, yPred: ArrayLike<number>): Float64Array {
  const { kind, classes, inner } = inputs;
  const counts = new Float64Array(kind === 'binary' ? 2 : classes);
  if (kind === 'multilabel') {
    for (let index = 0; index < yPred.length; index++) {
      const label = Math.floor(index / inner) % classes;
      counts[label] = (counts[label] ?? 0) + (yPred[index] ?? NaN);
    }
    return counts;
  }
  const labels = kind === 'binary' ? yPred : largestClasses(inputs, yPred);
  for (let example = 0; example < labels.length; example++) {
    const label = labels[example] ?? NaN;
    counts[label] = (counts[label] ?? 0) + 1;
  }
  return counts;
}

/** The same on the device, in the surrounding `tf.tidy`. */
function countSelectedOnDevice({ kind, axis, classes, outer, inner }: ClassInputs, yPred: tf.Tensor): tf.Tensor {
  switch (kind) {
    case 'binary': {
      const ones = tf.sum(tf.cast(yPred, 'float32'));
      return tf.stack([tf.sub(outer * inner, ones), ones]);
    }
    case 'multiclass':
      return tf.sum(oneHot(tf.cast(tf.reshape(tf.argMax(yPred, axis), [-1]), 'int32'), classes), 0);
    case 'multilabel':
      return tf.sum(
        tf.cast(yPred, 'float32'),
        yPred.shape.map((_, index) => index).filter((index) => index !== axis),
      );
  }
}
