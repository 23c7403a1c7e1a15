import { ShapeError } from '../../src/errors';
import { checkFinite } from '../../src/metrics/finite';

test.each([[[NaN]], [[1, Infinity]], [[0, -Infinity, 1]]])('refuses %p and names what it found', (values) => {
  expect(() => checkFinite('Owner.yPred', values)).toThrow(ShapeError);
  expect(() => checkFinite('Owner.yPred', values)).toThrow(`Owner.yPred: expected finite numbers, got ${values.find((value) => !Number.isFinite(value))}`);
});

test.each([[[]], [[0, -0, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE]], [Int32Array.of(1, -1)]])('takes %p', (values) => {
  expect(() => checkFinite('Owner', values)).not.toThrow();
});
