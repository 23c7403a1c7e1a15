import * as z from 'zod/mini';
import { parseOptions } from '../../internal';
import { OptionError } from '../../errors';
import { MetricsLambda } from '../metric';
import { functionSchema } from '../metric-options';
import type { NumericValue } from '../value-arithmetic';
import { combine, meanOf } from '../value-arithmetic';
import { Precision } from './precision';
import { Recall } from './recall';

/** Options of `Fbeta`. */
export interface FbetaOptions<Averaged extends boolean = boolean> {
  /** Whether the mean over the classes is taken. @default true */
  readonly average?: Averaged;
  /** Of this precision, which has `average: false`; a new one when absent. */
  readonly precision?: Precision;
  /** Of this recall, which has `average: false`; a new one when absent. */
  readonly recall?: Recall;
  /** The `outputTransform` of the new ones. */
  outputTransform?(output: unknown): unknown;
}

const schema = z.strictObject({
  average: z._default(z.boolean(), true),
  precision: z.optional(z.custom<Precision>((value) => value instanceof Precision && value.average === false, { error: 'a Precision with average: false' })),
  recall: z.optional(z.custom<Recall>((value) => value instanceof Recall && value.average === false, { error: 'a Recall with average: false' })),
  outputTransform: z.optional(functionSchema<(output: unknown) => unknown>('a function')),
});

/**
 * Makes the weighted harmonic mean of precision and recall: `(1 + beta²) P R / (beta² P + R + 1e-15)`, of each class or their mean.
 *
 * Takes what `Precision` takes.
 *
 * Source: https://en.wikipedia.org/wiki/F-score
 *
 * @param beta above 0; how many times as important recall is
 * @throws OptionError for a `beta` that is not above 0, and for a `precision` or `recall` that averages
 *
 * @example
 * ```ts
 * import { Fbeta } from 'tfjs-ignite/metrics';
 *
 * const f1 = Fbeta(1);
 * await f1.update([[[0.9, 0.1], [0.2, 0.8]], [0, 1]]);
 * (await f1.compute()).toFixed(2); // => '1.00'
 * ```
 */
export function Fbeta<const Averaged extends boolean = true>(
  beta: number,
  options: FbetaOptions<Averaged> = {},
): MetricsLambda<Averaged extends true ? number : NumericValue> {
  if (typeof beta !== 'number' || !(beta > 0)) throw new OptionError({ owner: 'Fbeta.beta', expected: 'a number above 0', got: beta });
  const { average, outputTransform, precision, recall } = parseOptions('Fbeta', schema, options);
  const common = outputTransform === undefined ? {} : { outputTransform };
  const score = (p: NumericValue, r: NumericValue): NumericValue => {
    const both = combine('mul', (1 + beta ** 2), combine('mul', p, r));
    const each = combine('div', both, combine('add', combine('add', combine('mul', beta ** 2, p), r), 1e-15));
    return average ? meanOf(each) : each;
  };
  // With `average` the value is a number, else what precision and recall are.
  return new MetricsLambda((p, r) => score(p, r) as Averaged extends true ? number : NumericValue, [precision ?? new Precision(common), recall ?? new Recall(common)]);
}
