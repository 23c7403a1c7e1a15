import { createRandom } from '../../src/internal';
import { kaimingNormal, torchLinear } from '../../src/models/initializers';

describe('kaimingNormal', () => {
  it('has mean 0, deviation sqrt(2 / fanIn) and the tails of a normal distribution', () => {
    const length = 200_001; // odd: the last pair gives one value
    const values = kaimingNormal(length, 8, createRandom(1));
    const standard = Array.from(values, (value) => value / Math.sqrt(2 / 8));
    const moment = (power: number): number => standard.reduce((sum, value) => sum + value ** power, 0) / length;
    expect(Math.abs(moment(1))).toBeLessThan(0.01);
    expect(moment(2)).toBeCloseTo(1, 1);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.1);
    expect(standard.filter((value) => Math.abs(value) > 1.96).length / length).toBeCloseTo(0.05, 2);
    expect(values.every(Number.isFinite)).toBe(true);
  });
});

describe('torchLinear', () => {
  it('is uniform in plus and minus 1 / sqrt(fanIn)', () => {
    const values = torchLinear(100_000, 16, createRandom(1));
    const quarters = [0, 0, 0, 0];
    for (const value of values) {
      expect(Math.abs(value)).toBeLessThanOrEqual(0.25);
      const quarter = Math.min(3, Math.floor((value + 0.25) * 8));
      quarters[quarter] = (quarters[quarter] ?? 0) + 1;
    }
    for (const count of quarters) expect(count / 100_000).toBeCloseTo(0.25, 2);
  });
});
