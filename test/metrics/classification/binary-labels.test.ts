import { ShapeError } from '../../../src/errors';
import { checkBinaryLabels, labelsIn } from '../../../src/metrics/classification/binary-labels';

test.each([
  [[], []],
  [[1, 0, 1, 1, 0], [0, 1]],
  [[7, 3, 9, 3, 7, 3], [3, 7, 9]],
  [[-0, 0, -1], [-1, 0]],
])('the labels in %p are %p', (targets, labels) => {
  expect(labelsIn('Owner', targets)).toEqual(labels);
});

test.each([[[0, 0.5]], [[NaN]], [[1, Infinity]]])('%p are no labels', (targets) => {
  expect(() => labelsIn('Owner', targets)).toThrow(ShapeError);
});

test('more labels than the limit are refused', () => {
  expect(labelsIn('Owner', [5, 1, 5], 2)).toEqual([1, 5]);
  expect(() => labelsIn('Owner', [0, 1, 1, 2], 2)).toThrow('Owner: expected at most 2 different labels, got [0,1,2]');
});

test.each([[[]], [[0]], [[1]], [[-1]], [[0, 1]], [[-1, 1]]])('labels %p say which is the positive one', (labels) => {
  expect(() => checkBinaryLabels('Owner', labels)).not.toThrow();
});

test.each([[[2]], [[-1, 0]], [[0, 5]], [[1, 2]], [[-1, 0, 1]]])('labels %p do not', (labels) => {
  expect(() => checkBinaryLabels('Owner', labels)).toThrow(ShapeError);
});
