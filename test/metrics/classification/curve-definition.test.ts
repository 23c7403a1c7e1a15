import { ShapeError } from '../../../src/errors';
import { curveDefinition } from '../../../src/metrics/classification/curve-definition';

const definition = curveDefinition('Owner');
const shaped = (...shape: number[]): { shape: readonly number[]; dtype: 'float32' } => ({ shape, dtype: 'float32' });

test('takes one score and one label for each example', () => {
  expect(() => definition.check?.(shaped(4), shaped(4, 1))).not.toThrow();
  expect(() => definition.check?.(shaped(4, 2), shaped(4))).toThrow('Owner.yPred: expected shape [batch] or [batch, 1]');
  expect(() => definition.check?.(shaped(4), shaped(4, 2))).toThrow('Owner.y: expected shape [batch] or [batch, 1]');
});

test.each([
  ['scores', [NaN, 1], [0, 1]],
  ['labels', [0.5, 1], [0, 2]],
  ['labels', [0.5, 1], [0.5, 1]],
])('refuses %s among %p and %p', (_, yPred, y) => {
  expect(() => definition.checkValues?.(yPred, y)).toThrow(ShapeError);
});
