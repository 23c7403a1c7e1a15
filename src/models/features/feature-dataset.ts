import type { HostTensor } from '../../contracts';
import { DataError, ShapeError } from '../../errors';
import type { Dataset } from '../../data';

/** What a {@link FeatureDataset} is made of. */
export interface FeatureTable {
  /** One row a sample, row-major. */
  readonly features: Float32Array;
  /** Length of a row. */
  readonly width: number;
  /** Class of each row. */
  readonly labels: Int32Array;
  /** Number of each row's sample in the dataset that the features were computed from; skipped samples are missing. */
  readonly indices: Int32Array;
}

/**
 * Features in memory, one row a sample, in the order of the dataset that they were computed from.
 *
 * A sample is `[features, label]`, with float32 features of shape `[width]`.
 */
export class FeatureDataset implements Dataset<[HostTensor<Float32Array>, number]>, FeatureTable {
  readonly features: Float32Array;
  readonly width: number;
  readonly labels: Int32Array;
  readonly indices: Int32Array;

  /** @throws ShapeError when the parts do not belong together */
  constructor({ features, width, labels, indices }: FeatureTable) {
    if (features.length !== labels.length * width || indices.length !== labels.length) {
      const got = [features.length, labels.length, indices.length];
      throw new ShapeError({ owner: 'FeatureDataset', expected: `rows of ${width} features with one label and one index each`, got });
    }
    this.features = features;
    this.width = width;
    this.labels = labels;
    this.indices = indices;
  }

  get length(): number {
    return this.labels.length;
  }

  get(index: number): [HostTensor<Float32Array>, number] {
    const label = this.labels[index];
    if (label === undefined) throw new DataError({ owner: 'FeatureDataset.get', expected: `an index below ${this.length}`, got: index });
    const data = this.features.subarray(index * this.width, (index + 1) * this.width);
    return [{ dtype: 'float32', shape: [this.width], data }, label];
  }

  /**
   * Some rows, in the given order, as a dataset of their own: those of a training set, to measure their mean and variance.
   *
   * @throws DataError for a row that there is not
   */
  select(rows: ArrayLike<number>): FeatureDataset {
    const { width } = this;
    const features = new Float32Array(rows.length * width);
    const labels = new Int32Array(rows.length);
    const indices = new Int32Array(rows.length);
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at] ?? -1;
      const [{ data }, label] = this.get(row);
      features.set(data, at * width);
      labels[at] = label;
      indices[at] = this.indices[row] ?? 0;
    }
    return new FeatureDataset({ features, width, labels, indices });
  }
}
