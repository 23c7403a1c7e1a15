import { ShapeError } from '../../../src/errors';
import { checkFits, gaussianWeights, positionsOf, reflectedPixels, uniformWeights } from '../../../src/metrics/vision/sliding-window';

const window = (size: number, padding = (size - 1) / 2): { weights: Float64Array; padding: number } => ({ weights: new Float64Array(size), padding });

test('gaussian weights fall off on both sides alike and add up to 1', () => {
  const weights = gaussianWeights(5, 1);
  expect([...weights].reverse()).toEqual([...weights]);
  expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  expect((weights[2] ?? NaN) / (weights[0] ?? NaN)).toBeCloseTo(Math.exp(2), 12);
  expect([...gaussianWeights(1, 3)]).toEqual([1]);
});

test('uniform weights are 1/5 on five pixels at most', () => {
  expect([...uniformWeights(1)]).toEqual([0.2]);
  expect([...uniformWeights(3)]).toEqual([0.2, 0.2, 0.2]);
  expect([...uniformWeights(9)]).toEqual([0, 0, 0.2, 0.2, 0.2, 0.2, 0.2, 0, 0]);
});

test('a window has as many positions as pixels when it is padded by half, fewer or more when not', () => {
  expect(positionsOf(7, window(5))).toBe(7);
  expect(positionsOf(7, window(5, 0))).toBe(3);
  expect(positionsOf(7, window(3, 2))).toBe(9);
});

test('edges are reflected without repeating the pixel at the edge', () => {
  expect([...reflectedPixels([4], [window(7)])]).toEqual([3, 2, 1, 0, 1, 2, 3, 2, 1, 0]);
  expect([...reflectedPixels([2, 3], [window(3), window(1)])]).toEqual([3, 4, 5, 0, 1, 2, 3, 4, 5, 0, 1, 2]);
});

test('refuses images that are too small', () => {
  expect(() => checkFits('test', [3, 5], [window(5), window(9)])).not.toThrow();
  expect(() => checkFits('test', [2, 5], [window(5), window(9)])).toThrow(ShapeError);
  expect(() => checkFits('test', [3, 4], [window(5), window(9)])).toThrow(ShapeError);
  expect(() => checkFits('test', [6], [window(9, 1)])).toThrow(ShapeError);
});
