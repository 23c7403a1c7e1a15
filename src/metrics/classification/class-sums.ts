import * as z from 'zod/mini';
import { OptionError } from '../../errors';
import { parseOptions } from '../../internal';
import type { MetricsLambda } from '../metric';
import { ConfusionMatrix } from './confusion-matrix';

/** Options of metrics of a confusion matrix that can leave a class out. */
export interface IgnoreIndexOptions {
  /** The class that the value leaves out, such as the background: from 0 to `numClasses - 1`. @default null */
  readonly ignoreIndex?: number | null;
}

/** Options of metrics of a confusion matrix that are averaged over the classes. */
export interface ClassMeanOptions<Averaged extends boolean = boolean> {
  /** Whether the mean over the classes is taken. @default true */
  readonly average?: Averaged;
}

const meanSchema = z.strictObject({ average: z._default(z.boolean(), true) });

/** What a confusion matrix says of one class. */
export interface ClassSums {
  /** Examples of the class that were taken for it. */
  readonly hits: number;
  /** Examples of the class. */
  readonly targets: number;
  /** Examples that were taken for the class. */
  readonly predictions: number;
}

/** Keeps a class that nothing is counted for at 0. */
const EPSILON = 1e-15;

/** Divides; a class without anything to divide by gets 0. */
export function share(part: number, whole: number): number {
  return part / (whole + EPSILON);
}

/** The matrix class by class. */
export function classSums(matrix: readonly (readonly number[])[]): readonly ClassSums[] {
  const predictions = new Float64Array(matrix.length);
  for (const row of matrix) for (const [column, count] of row.entries()) predictions[column] = (predictions[column] ?? 0) + count;
  return matrix.map((row, label) => ({
    hits: row[label] ?? 0,
    targets: row.reduce((sum, count) => sum + count, 0),
    predictions: predictions[label] ?? 0,
  }));
}

/** A value for each class of a confusion matrix, but for one that is ignored. */
export function eachClass(owner: string, cm: ConfusionMatrix, value: (sums: ClassSums) => number, options: IgnoreIndexOptions = {}): MetricsLambda<readonly number[]> {
  checkMatrix(owner, cm);
  const schema = z.strictObject({ ignoreIndex: z._default(z.nullable(z.int().check(z.gte(0), z.lt(cm.numClasses))), null) });
  const { ignoreIndex } = parseOptions(owner, schema, options);
  return cm.map((matrix) =>
    classSums(matrix)
      .filter((_, label) => label !== ignoreIndex)
      .map(value),
  );
}

/** A value for each class of a confusion matrix, or their mean. */
export function meanOfClasses<Averaged extends boolean>(
  owner: string,
  cm: ConfusionMatrix,
  value: (sums: ClassSums) => number,
  options: ClassMeanOptions<Averaged>,
): MetricsLambda<Averaged extends true ? number : readonly number[]> {
  const { average } = parseOptions(owner, meanSchema, options);
  const each = eachClass(owner, cm, value);
  return (average ? each.mean() : each) as MetricsLambda<Averaged extends true ? number : readonly number[]>; // Averaged is the type of `average`
}

/** Refuses what is no confusion matrix, where TypeScript does not. */
export function checkMatrix(owner: string, cm: unknown): void {
  if (cm instanceof ConfusionMatrix) return;
  throw new OptionError({ owner: `${owner}.cm`, expected: 'a ConfusionMatrix', got: cm });
}

/** Refuses a matrix of which each row or column is divided by something else: sums over both say nothing then. */
export function checkUniform(owner: string, cm: ConfusionMatrix): void {
  checkMatrix(owner, cm);
  if (cm.average === null || cm.average === 'samples') return;
  throw new OptionError({ owner: `${owner}.cm.average`, expected: "null or 'samples'", got: cm.average });
}
