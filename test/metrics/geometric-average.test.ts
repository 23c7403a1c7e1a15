import { ShapeError } from '../../src/errors';
import { GeometricAverage } from '../../src/metrics';

test('of 1, 2 and 4 is 2, with a zero 0', () => {
  const average = new GeometricAverage();
  for (const value of [1, 2, 4]) void average.update(value);
  expect(average.compute()).toBeCloseTo(2, 12);
  void average.update(0);
  expect(average.compute()).toBe(0);
});

test('negative values are refused and count nothing', () => {
  const average = new GeometricAverage();
  void average.update(Float64Array.of(4, 9));
  expect(() => average.update(Float64Array.of(1, -1))).toThrow(ShapeError);
  expect(average.compute()).toEqual([expect.closeTo(4, 12), expect.closeTo(9, 12)]);
});
