import { DataError } from '../../errors';
import type { FeatureTable } from './feature-dataset';

/** Mean and variance of each feature. */
export interface FeatureStatistics {
  readonly mean: Float64Array;
  /** Biased: the mean squared deviation. */
  readonly variance: Float64Array;
}

/**
 * Mean and biased variance of each feature, accumulated in doubles in two passes: what `replaceHead` standardises by.
 *
 * Measure them on the training set alone.
 *
 * @throws DataError when there is no row
 *
 * @example
 * ```ts
 * import { FeatureDataset, meanAndVariance } from 'tfjs-ignite/models';
 *
 * const features = new FeatureDataset({
 *   features: Float32Array.of(1, 10, 3, 10), width: 2, labels: Int32Array.of(0, 1), indices: Int32Array.of(0, 1),
 * });
 * const { mean, variance } = meanAndVariance(features);
 * [...mean]; // => [ 2, 10 ]
 * [...variance]; // => [ 1, 0 ]
 * ```
 */
export function meanAndVariance(table: FeatureTable): FeatureStatistics {
  const rows = table.labels.length;
  if (rows === 0) throw new DataError({ owner: 'meanAndVariance', expected: 'at least one row of features', got: rows });
  const mean = columnMeans(table, (value) => value);
  const variance = columnMeans(table, (value, column) => (value - (mean[column] ?? 0)) ** 2);
  return { mean, variance };
}

function columnMeans({ features, width, labels }: FeatureTable, of: (value: number, column: number) => number): Float64Array {
  const sums = new Float64Array(width);
  for (let at = 0; at < features.length; ) {
    for (let column = 0; column < width; column++, at++) sums[column] = (sums[column] ?? 0) + of(features[at] ?? 0, column);
  }
  return sums.map((sum) => sum / labels.length);
}
