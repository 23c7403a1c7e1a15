import { NotComputableError, OptionError, ShapeError } from '../../src/errors';
import { combine, diagonalOf, elementOf, meanOf, sumOf } from '../../src/metrics/value-arithmetic';

test.each([
  ['add', 7, 2, 9],
  ['sub', 7, 2, 5],
  ['mul', 7, 2, 14],
  ['div', 7, 2, 3.5],
  ['pow', 7, 2, 49],
  ['mod', -7, 4, 1],
  ['mod', 7, -4, -1],
  ['floorDiv', -7, 2, -4],
] as const)('%s(%d, %d) is %d', (operation, a, b, expected) => {
  expect(combine(operation, a, b)).toBe(expected);
});

test('numbers go with every element, arrays element by element', () => {
  expect(combine('sub', 1, [0.25, [0.5]])).toEqual([0.75, [0.5]]);
  expect(combine('div', [2, 4], 2)).toEqual([1, 2]);
  expect(combine('mul', [[1, 2], [3, 4]], [[5, 6], [7, 8]])).toEqual([[5, 12], [21, 32]]);
  expect(() => combine('add', [1], [1, 2])).toThrow(ShapeError);
});

test('what is no number has no arithmetic', () => {
  expect(() => combine('add', { a: 1 }, 1)).toThrow(NotComputableError);
  expect(() => meanOf(null)).toThrow(NotComputableError);
});

test('elements, sums, means and diagonals', () => {
  const matrix = [[1, 2], [3, 4]];
  expect([elementOf(matrix, 1), elementOf(matrix, -2), sumOf(matrix), meanOf(matrix), sumOf(5)]).toEqual([[3, 4], [1, 2], 10, 2.5, 5]);
  expect([diagonalOf(matrix), diagonalOf([1, 2])]).toEqual([[1, 4], [[1, 0], [0, 2]]]);
  expect(() => elementOf(matrix, 2)).toThrow(OptionError);
  expect(() => elementOf(1, 0)).toThrow(OptionError);
  expect(() => diagonalOf(1)).toThrow(ShapeError);
});
