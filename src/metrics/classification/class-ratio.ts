import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import { OptionError } from '../../errors';
import type { MaybePromise } from '../../internal';
import { andThen, parseOptions } from '../../internal';
import type { ArrayAccumulator, ReplicatedAccumulator, ScalarAccumulator, Totals } from '../accumulators';
import { array, scalar } from '../accumulators';
import { Metric } from '../metric';
import type { MetricOptions } from '../metric-options';
import { metricOptionShape } from '../metric-options';
import type { ArrayInput } from '../numbers';
import { asTensor, isOnDevice, readAll } from '../numbers';
import { predictionAndTarget } from '../output';
import { countClasses, countClassesOnDevice } from './class-counts';
import type { ClassInputs, ClassLayout, ClassOptions, SeenClasses } from './class-inputs';
import { checkUnchanged, classInputs, classShape, forbidden, seenClasses } from './class-inputs';

/**
 * How the classes' values become one: `true` and `'macro'` their mean, `'micro'` of all counts together, `'weighted'` by the number of targets,
 * `'samples'` (multilabel only) the mean over examples. `false` and `null` keep them apart; of binary data `false` gives class 1 alone.
 */
export type ClassAverage = boolean | null | 'macro' | 'micro' | 'weighted' | 'samples';

/** Options of `Precision` and `Recall`. */
export interface ClassRatioOptions<A extends ClassAverage = ClassAverage> extends MetricOptions, ClassOptions {
  /** @default false */
  readonly average?: A;
}

/** A number where classes are averaged, else a number (binary) or one for each class. */
export type ClassRatioValue<A extends ClassAverage> = A extends false | null ? number | readonly number[] : number;

type ClassRatioState = {
  readonly counts: ArrayAccumulator;
  readonly ratios: ArrayAccumulator;
  readonly examples: ScalarAccumulator;
  /** Values that only a device has seen, and that `compute` has to report. */
  readonly forbidden: ScalarAccumulator;
  readonly seen: ReplicatedAccumulator<SeenClasses | null>;
};

const schema = z.strictObject({
  ...metricOptionShape,
  ...classShape,
  average: z._default(z.nullable(z.union([z.boolean(), z.enum(['macro', 'micro', 'weighted', 'samples'])], { error: "null, a boolean, 'macro', 'micro', 'weighted' or 'samples'" })), false),
});

/** Base of `Precision` and `Recall`: hits of each class divided by its predictions or its targets. */
export abstract class ClassRatio<A extends ClassAverage> extends Metric<ClassRatioValue<A>, readonly [ArrayInput, ArrayInput], ClassRatioState> {
  protected readonly accumulators: ClassRatioState = { counts: array(), ratios: array(), examples: scalar(), forbidden: scalar(), seen: seenClasses() };
  /** How the classes' values become one. */
  readonly average: ClassAverage;
  readonly #isMultilabel: boolean;
  readonly #layout: ClassLayout;
  readonly #denominator: 'predicted' | 'actual';

  constructor(owner: string, denominator: 'predicted' | 'actual', options: ClassRatioOptions<A>) {
    const { average, isMultilabel, layout, ...common } = parseOptions(owner, schema, options);
    super({ owner, keys: predictionAndTarget }, common);
    this.average = average;
    this.#isMultilabel = isMultilabel;
    this.#layout = layout;
    this.#denominator = denominator;
  }

  update(output: readonly [ArrayInput, ArrayInput]): MaybePromise<void> {
    const [yPred, y] = output;
    if (isOnDevice(yPred, y)) {
      tf.tidy(() => this.#updateOnDevice(asTensor(yPred, `${this.owner}.yPred`), asTensor(y, `${this.owner}.y`)));
      return;
    }
    return andThen(readAll([yPred, y], this.owner), ([predictions, targets]) => {
      const inputs = this.#inputs(predictions.shape, targets.shape);
      const { counts, ratios } = countClasses(this.owner, inputs, predictions.data, targets.data);
      this.accumulators.counts.add(counts, this.owner);
      this.accumulators.ratios.add({ shape: [2], data: ratios }, this.owner);
      this.#remember(inputs);
    });
  }

  #updateOnDevice(yPred: tf.Tensor, y: tf.Tensor): void {
    const inputs = this.#inputs(yPred.shape, y.shape);
    const { counts, ratios, others } = countClassesOnDevice(inputs, yPred, y);
    this.accumulators.counts.add(counts, this.owner);
    this.accumulators.ratios.add(ratios, this.owner);
    this.accumulators.forbidden.add(others);
    this.#remember(inputs);
  }

  #inputs(yPred: readonly number[], y: readonly number[]): ClassInputs {
    const inputs = classInputs(this.owner, yPred, y, { isMultilabel: this.#isMultilabel, layout: this.#layout });
    checkUnchanged(this.owner, this.accumulators.seen.value, inputs);
    if (this.average === 'samples' && inputs.kind !== 'multilabel') {
      throw new OptionError({ owner: `${this.owner}.average`, expected: `an average other than 'samples' for ${inputs.kind} data`, mend: 'Set isMultilabel for several labels.' });
    }
    return inputs;
  }

  #remember({ kind, classes, outer, inner }: ClassInputs): void {
    this.accumulators.examples.add(outer * inner);
    this.accumulators.seen.set({ kind, classes });
  }

  protected evaluate(totals: Totals<ClassRatioState>): ClassRatioValue<A> {
    const { counts, ratios, examples, seen } = totals;
    this.requireExamples(counts === null ? 0 : examples);
    if (totals.forbidden > 0) throw forbidden(this.owner, seen?.kind === 'multiclass' ? `classes from 0 to ${seen.classes - 1}` : '0 and 1 only');
    const classes = counts?.shape[1] ?? 0;
    const row = (index: number): number[] => [...(counts?.data.subarray(index * classes, (index + 1) * classes) ?? [])];
    const [hits, all, actual] = [row(0), row(this.#denominator === 'predicted' ? 1 : 2), row(2)];
    const each = hits.map((hit, label) => ratio(hit, all[label] ?? 0));
    const value = this.average === 'samples' ? (ratios?.data[this.#denominator === 'predicted' ? 0 : 1] ?? 0) / examples : averaged(this.average, each, hits, all, actual);
    return (this.average === false && seen?.kind === 'binary' ? (each[1] ?? 0) : value) as ClassRatioValue<A>; // A is this.average's type
  }
}

function averaged(average: ClassAverage, each: readonly number[], hits: readonly number[], all: readonly number[], actual: readonly number[]): number | readonly number[] {
  switch (average) {
    case true:
    case 'macro':
      return sum(each) / each.length;
    case 'micro':
      return ratio(sum(hits), sum(all));
    case 'weighted':
      return ratio(sum(each.map((value, label) => value * (actual[label] ?? 0))), sum(actual));
    default:
      return each;
  }
}

/** 0 where there is nothing to divide by. */
function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
