import * as fc from 'fast-check';
import type { KendallVariant } from '../../../src/metrics/regression/kendall-tau';
import { kendallTau } from '../../../src/metrics/regression/kendall-tau';

/** By definition, from every pair. */
function byPairs(x: readonly number[], y: readonly number[], variant: KendallVariant): number {
  let [surplus, tiesX, tiesY, pairs] = [0, 0, 0, 0];
  for (const [i, a] of x.entries()) {
    for (const [j, b] of x.slice(0, i).entries()) {
      const other = (y[i] ?? NaN) - (y[j] ?? NaN);
      pairs++;
      surplus += Math.sign(a - b) * Math.sign(other);
      if (a === b) tiesX++;
      if (other === 0) tiesY++;
    }
  }
  if (pairs === tiesX || pairs === tiesY) return NaN;
  const classes = Math.min(new Set(x).size, new Set(y).size);
  return variant === 'b' ? surplus / Math.sqrt((pairs - tiesX) * (pairs - tiesY)) : (2 * surplus) / (x.length ** 2 * ((classes - 1) / classes));
}

test.each(['b', 'c'] as const)('tau-%s counts what all pairs count', (variant) => {
  const few = fc.integer({ min: -3, max: 3 });
  fc.assert(
    fc.property(fc.array(fc.tuple(few, few), { maxLength: 30 }), (all) => {
      const [x, y] = [all.map(([a]) => a), all.map(([, b]) => b)];
      const expected = byPairs(x, y, variant);
      const tau = kendallTau(Float64Array.from(x), Float64Array.from(y), variant);
      if (Number.isNaN(expected)) expect(tau).toBe(NaN);
      else expect(tau).toBeCloseTo(expected, 12);
    }),
  );
});

test('equal orders give exactly 1, opposite ones -1', () => {
  const values = Float64Array.from({ length: 1000 }, (_, index) => (index * 7919) % 1009);
  expect(kendallTau(values, values, 'b')).toBe(1);
  expect(kendallTau(values, values.map((value) => -value), 'b')).toBe(-1);
});

test('NaN for NaN, for equal values, and for fewer than two', () => {
  const ordered = Float64Array.of(1, 2, 3);
  for (const other of [Float64Array.of(1, NaN, 2), Float64Array.of(4, 4, 4)]) {
    expect([kendallTau(ordered, other, 'b'), kendallTau(other, ordered, 'c')]).toEqual([NaN, NaN]);
  }
  expect([kendallTau(Float64Array.of(1), Float64Array.of(1), 'b'), kendallTau(new Float64Array(), new Float64Array(), 'b')]).toEqual([NaN, NaN]);
});
