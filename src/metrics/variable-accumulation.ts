import * as z from 'zod/mini';
import type { MaybePromise } from '../internal';
import { andThen, parseOptions } from '../internal';
import type { ArrayAccumulator, ScalarAccumulator, Totals } from './accumulators';
import { array, scalar } from './accumulators';
import { Metric } from './metric';
import type { MetricOptions } from './metric-options';
import { checkFunction, metricOptionShape } from './metric-options';
import type { NestedNumbers } from './numbers';
import { nested, readNumbers } from './numbers';
import type { SampleInput } from './sample-total';
import { checkSamples, examplesIn } from './sample-total';

/** Options of `VariableAccumulation`. */
export interface VariableAccumulationOptions extends MetricOptions {
  /** How the accumulators of several ranks become one. @default 'sum' */
  readonly reduction?: 'sum' | 'max' | 'min';
}

type VariableState = { readonly accumulator: ArrayAccumulator; readonly examples: ScalarAccumulator };

const schema = z.strictObject({ ...metricOptionShape, reduction: z._default(z.enum(['sum', 'max', 'min']), 'sum') });

/**
 * Whatever an operation makes of the outputs: `accumulator = op(accumulator, x)` for each element, from 0; the value is
 * `[accumulator, number of examples]`, `[0, 0]` before any.
 *
 * Takes numbers, tensors and typed arrays of one shape; a tensor with two dimensions or more counts as many examples as its first one.
 * The operation runs on the host in double precision.
 *
 * @throws ShapeError from `update` for what is neither a number nor a tensor, and for another shape than before
 *
 * @example
 * ```ts
 * import { VariableAccumulation } from 'tfjs-ignite';
 *
 * const squares = new VariableAccumulation((sum, x) => sum + x * x);
 * squares.update(3);
 * squares.update(4);
 * squares.compute(); // => [ 25, 2 ]
 * ```
 */
export class VariableAccumulation extends Metric<readonly [NestedNumbers, number], SampleInput, VariableState> {
  protected readonly accumulators: VariableState;
  readonly #op: (accumulator: number, value: number) => number;

  constructor(op: (accumulator: number, value: number) => number, options: VariableAccumulationOptions = {}) {
    const { reduction, ...common } = parseOptions('VariableAccumulation', schema, options);
    super({ owner: 'VariableAccumulation', keys: null }, common);
    checkFunction('VariableAccumulation.op', op);
    this.#op = op;
    this.accumulators = { accumulator: array(reduction), examples: scalar() };
  }

  update(output: SampleInput): MaybePromise<void> {
    checkSamples(output, 'VariableAccumulation');
    return andThen(readNumbers(output, 'VariableAccumulation'), (values) => {
      this.accumulators.accumulator.fold(values, 0, this.#op, 'VariableAccumulation');
      this.accumulators.examples.add(examplesIn(values.shape));
    });
  }

  protected evaluate({ accumulator, examples }: Totals<VariableState>): readonly [NestedNumbers, number] {
    return [accumulator === null ? 0 : nested(accumulator), examples];
  }
}
