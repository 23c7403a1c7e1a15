import { extentOf, linearScale, logScale, place, stepScale } from '../../../../src/handlers/loggers/report/scale';

test.each([
  [[0, 1], [0, 0.2, 0.4, 0.6, 0.8, 1]],
  [[0.12, 2.7], [0, 1, 2, 3]],
  [[0.7, 0.94], [0.7, 0.75, 0.8, 0.85, 0.9, 0.95]],
  [[-3, 40], [-10, 0, 10, 20, 30, 40]],
  [[3, 3], [2.6, 2.8, 3, 3.2, 3.4]],
  [[0, 0], [-1, -0.5, 0, 0.5, 1]],
] as const)('the values of %j lie between round ones', (extent, ticks) => {
  const scale = linearScale(extent, [100, 0]);
  expect(scale.ticks).toEqual(ticks);
  expect(scale.domain).toEqual([ticks[0], ticks.at(-1)]);
});

test.each([
  [[0, 5], [0, 1, 2, 3, 4, 5]],
  [[1, 100], [20, 40, 60, 80, 100]],
  [[0, 1], [0, 0.2, 0.4, 0.6, 0.8, 1]],
  [[3, 3], [2.6, 2.8, 3, 3.2, 3.4]],
] as const)('steps %j keep their ends, and are whole where there are several', (extent, ticks) => {
  expect(stepScale(extent, [0, 100]).ticks).toEqual(ticks);
});

test.each([
  [[0.0095, 2.8], [0.005, 5], [0.01, 0.1, 1]],
  [[2, 30], [2, 50], [2, 5, 10, 20, 50]],
  [[1e-12, 1e6], [1e-12, 1e6], [1e-12, 1e-9, 1e-6, 1e-3, 1, 1e3, 1e6]],
] as const)('magnitudes of %j', (extent, domain, ticks) => {
  const scale = logScale(extent, [100, 0]);
  expect(scale.domain).toEqual(domain);
  expect(scale.ticks).toEqual(ticks);
});

test('places are linear in the value, or in its magnitude', () => {
  expect(place(linearScale([0, 10], [100, 0]), 2.5)).toBe(75);
  expect(place(logScale([1, 100], [0, 100]), 10)).toBeCloseTo(50, 12);
});

test('the extent is of what can be drawn', () => {
  expect(extentOf([3, NaN, -1, Infinity, 1e301])).toEqual([-1, 3]);
  expect(extentOf([NaN])).toBeUndefined();
});
