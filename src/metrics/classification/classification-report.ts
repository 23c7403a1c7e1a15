import * as z from 'zod/mini';
import { OptionError, ShapeError } from '../../errors';
import { parseOptions } from '../../internal';
import { MetricsLambda } from '../metric';
import type { MetricOptions } from '../metric-options';
import { metricOptionShape } from '../metric-options';
import type { NumericValue } from '../value-arithmetic';
import type { ClassOptions } from './class-inputs';
import { classShape } from './class-inputs';
import { Fbeta } from './fbeta';
import { Precision } from './precision';
import { Recall } from './recall';

/** Options of `ClassificationReport`. */
export interface ClassificationReportOptions<AsDict extends boolean = boolean> extends MetricOptions, ClassOptions {
  /** How many times as important recall is as precision, above 0. @default 1 */
  readonly beta?: number;
  /** Whether the value is an object; a JSON text otherwise. @default false */
  readonly outputDict?: AsDict;
  /** Names of the classes in order; their numbers when absent or empty. @default null */
  readonly labels?: readonly string[] | null;
}

/** What a report says of a class: the last entry is named after beta, such as `f1-score`. */
export interface ClassScores {
  readonly precision: number;
  readonly recall: number;
  readonly [score: `f${number}-score`]: number;
}

/** The classes by name, and their mean as `macro avg`. */
export type ClassReport = Readonly<Record<string, ClassScores>>;

const schema = z.strictObject({
  ...metricOptionShape,
  ...classShape,
  beta: z._default(z.number().check(z.gt(0)), 1),
  outputDict: z._default(z.boolean(), false),
  labels: z._default(z.nullable(z.array(z.string())), null),
});

/**
 * Makes a report of precision `P`, recall `R` and `(1 + beta²) P R / (beta² P + R + 1e-15)` of each class, and of their means.
 *
 * Takes class scores `[batch, ..., classes]` with targets `[batch, ...]`, or with `isMultilabel` labels of 0 and 1 `[batch, ..., labels]`; any dtype, with
 * `layout: 'NCHW'` the class axis second. The value is a JSON text, or with `outputDict` the object
 * `{ '0': { precision, recall, 'f1-score' }, ..., 'macro avg': { ... } }`, which an engine's metrics get as `metricsResultMode` says.
 *
 * Source: https://scikit-learn.org/stable/modules/generated/sklearn.metrics.classification_report.html
 *
 * @throws OptionError for options that do not fit, and from `compute` for fewer labels than classes
 * @throws ShapeError from `update` as `Precision` does, and from `compute` for binary data, which has one value only
 * @throws NotComputableError from `compute` before the first example
 *
 * @example
 * ```ts
 * import { ClassificationReport } from 'tfjs-ignite/metrics';
 *
 * const report = ClassificationReport({ outputDict: true, labels: ['cat', 'dog'] });
 * await report.update([[[0.9, 0.1], [0.6, 0.4], [0.2, 0.8]], [0, 1, 1]]);
 * const { dog, 'macro avg': mean } = await report.compute();
 * [dog?.precision, dog?.recall, mean?.recall]; // => [ 1, 0.5, 0.75 ]
 * ```
 */
export function ClassificationReport<const AsDict extends boolean = false>(
  options: ClassificationReportOptions<AsDict> = {},
): MetricsLambda<AsDict extends true ? ClassReport : string> {
  const { beta, outputDict, isMultilabel, labels, layout, outputTransform, skipUnrolling, metricsResultMode, communicator } = parseOptions('ClassificationReport', schema, options);
  const common = { isMultilabel, layout, skipUnrolling, communicator, ...(outputTransform && { outputTransform }) };
  const precision = new Precision(common);
  const recall = new Recall(common);
  const report = (p: NumericValue, r: NumericValue, f: NumericValue): ClassReport | string => {
    const scores = reportOf(beta, labels ?? [], perClass(p), perClass(r), perClass(f));
    return outputDict ? scores : JSON.stringify(scores);
  };
  // AsDict is the type of `outputDict`.
  return new MetricsLambda((p, r, f) => report(p, r, f) as AsDict extends true ? ClassReport : string, [precision, recall, Fbeta(beta, { average: false, precision, recall })], {
    metricsResultMode,
    communicator,
  });
}

function reportOf(beta: number, labels: readonly string[], precision: readonly number[], recall: readonly number[], fscore: readonly number[]): ClassReport {
  const scores = (p: number, r: number, f: number): ClassScores => ({ precision: p, recall: r, [`f${beta}-score`]: f });
  const named = precision.map((value, label) => [nameOf(label, labels), scores(value, recall[label] ?? NaN, fscore[label] ?? NaN)] as const);
  return Object.fromEntries([...named, ['macro avg', scores(mean(precision), mean(recall), mean(fscore))]]);
}

function nameOf(label: number, labels: readonly string[]): string {
  if (labels.length === 0) return String(label);
  const name = labels[label];
  if (name === undefined) throw new OptionError({ owner: 'ClassificationReport.labels', expected: 'a label for each class', got: labels });
  return name;
}

function perClass(value: NumericValue): readonly number[] {
  if (typeof value !== 'number') return value.map(Number);
  throw new ShapeError({ owner: 'ClassificationReport', expected: 'data with several classes or labels', got: 'binary data', mend: 'Give scores of two classes, or use Precision, Recall and Fbeta.' });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
