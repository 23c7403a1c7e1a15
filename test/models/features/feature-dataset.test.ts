import { DataError, ShapeError } from '../../../src/errors';
import { FeatureDataset } from '../../../src/models';

const parts = { features: Float32Array.of(1, 2, 3, 4, 5, 6), width: 2, labels: Int32Array.of(7, 8, 9), indices: Int32Array.of(0, 2, 3) };

describe('FeatureDataset', () => {
  it('gives features and label of a row', () => {
    const dataset = new FeatureDataset(parts);
    expect(dataset.length).toBe(3);
    expect(dataset.get(1)).toEqual([{ dtype: 'float32', shape: [2], data: Float32Array.of(3, 4) }, 8]);
  });

  it.each([-1, 3, 0.5])('refuses index %p', (index) => {
    expect(() => new FeatureDataset(parts).get(index)).toThrow(DataError);
  });

  it('selects rows in the given order, with their numbers in the original dataset', () => {
    const selected = new FeatureDataset(parts).select([2, 0]);
    expect(selected).toMatchObject({ features: Float32Array.of(5, 6, 1, 2), width: 2, labels: Int32Array.of(9, 7), indices: Int32Array.of(3, 0) });
    expect(() => new FeatureDataset(parts).select([3])).toThrow(DataError);
  });

  it('refuses parts that do not belong together', () => {
    expect(() => new FeatureDataset({ ...parts, width: 3 })).toThrow(ShapeError);
    expect(() => new FeatureDataset({ ...parts, indices: Int32Array.of(0) })).toThrow(ShapeError);
  });
});
