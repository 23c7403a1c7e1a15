import { DataError } from '../../../src/errors';
import { FeatureDataset, meanAndVariance } from '../../../src/models';

const table = (features: Float32Array, width: number): FeatureDataset => {
  const rows = features.length / width;
  return new FeatureDataset({ features, width, labels: new Int32Array(rows), indices: Int32Array.from({ length: rows }, (_, index) => index) });
};

describe('meanAndVariance', () => {
  it('gives mean and biased variance of each column', () => {
    const { mean, variance } = meanAndVariance(table(Float32Array.of(1, 10, 3, 20, 5, 60), 2));
    expect(Array.from(mean)).toEqual([3, 30]);
    expect(variance[0]).toBeCloseTo(8 / 3, 12);
    expect(variance[1]).toBeCloseTo(1400 / 3, 10);
  });

  it('keeps small variances beside large means, which float32 sums would lose', () => {
    const rows = 100_000;
    const { mean, variance } = meanAndVariance(table(Float32Array.from({ length: rows }, (_, index) => 4096 + (index % 2)), 1));
    expect(mean[0]).toBeCloseTo(4096.5, 9);
    expect(variance[0]).toBeCloseTo(0.25, 9);
  });

  it('refuses a table without rows', () => {
    expect(() => meanAndVariance(table(new Float32Array(), 3))).toThrow(DataError);
  });
});
