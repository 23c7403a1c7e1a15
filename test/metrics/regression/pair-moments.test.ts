import * as fc from 'fast-check';
import { merged, momentsOf, noPairs, sumsOf } from '../../../src/metrics/regression/pair-moments';

test('means, and sums of squares and products about them', () => {
  expect(momentsOf(sumsOf([1, 2, 3], [2, 4, 9]))).toEqual({ count: 3, meanP: 2, meanY: 5, pp: 2, yy: 26, py: 7 });
});

test('of no pairs the means are NaN', () => {
  expect(momentsOf(noPairs)).toEqual({ count: 0, meanP: NaN, meanY: NaN, pp: 0, yy: 0, py: 0 });
  expect(merged(noPairs, noPairs)).toEqual(noPairs);
});

const number = fc.double({ min: -100, max: 100, noNaN: true });
const pairs = fc.array(fc.tuple(number, number), { maxLength: 20 });
const sides = (all: readonly (readonly [number, number])[]): [number[], number[]] => [all.map(([p]) => p), all.map(([, y]) => y)];

test('parts merge to the whole, whatever their pivots', () => {
  fc.assert(
    fc.property(pairs, pairs, (first, second) => {
      const parts = momentsOf(merged(sumsOf(...sides(first)), sumsOf(...sides(second))));
      const whole = momentsOf(sumsOf(...sides([...first, ...second])));
      for (const key of ['count', 'meanP', 'meanY', 'pp', 'yy', 'py'] as const) {
        if (whole.count === 0) expect(parts[key]).toEqual(whole[key]);
        else expect(parts[key]).toBeCloseTo(whole[key], 6);
      }
    }),
  );
});

test('a mean a thousand million times the deviation takes nothing from the variance', () => {
  const far = [0, 1, 2, 3].map((step) => 1e9 + step);
  expect(momentsOf(sumsOf(far, far))).toMatchObject({ pp: 5, yy: 5, py: 5 });
  expect(momentsOf(merged(sumsOf([1e9], [1e9]), sumsOf([1e9 + 1, 1e9 + 2, 1e9 + 3], [1e9 + 1, 1e9 + 2, 1e9 + 3])))).toMatchObject({ pp: 5, yy: 5, py: 5 });
});

test('equal values have no variance, to the bit', () => {
  expect(momentsOf(sumsOf([0.1, 0.1, 0.1], [0.7, 0.7, 0.7]))).toMatchObject({ meanP: 0.1, meanY: 0.7, pp: 0, yy: 0, py: 0 });
});
