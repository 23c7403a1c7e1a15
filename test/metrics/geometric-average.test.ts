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

test.each([
  ['of two numbers that multiply to less than a double holds', [1e-200, 1e-200], 1e-200],
  ['to more than it holds', [1e200, 1e200], 1e200],
  ['with a zero', [0, 4], 0],
  ['of an odd number of rows', [1, 4, 16], 4],
])('rows in pairs: %s', (_, values, expected) => {
  const average = new GeometricAverage();
  void average.update({ dtype: 'float64', shape: [values.length, 1], data: Float64Array.from(values) });
  const [mean] = average.compute() as number[];
  expect((mean ?? NaN) / (expected || 1)).toBeCloseTo(expected === 0 ? 0 : 1, 10);
});

test('one negative row of two is refused', () => {
  expect(() => new GeometricAverage().update({ dtype: 'float64', shape: [2, 1], data: Float64Array.of(-2, -3) })).toThrow('got -3');
});
