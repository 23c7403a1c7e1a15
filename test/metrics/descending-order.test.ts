import * as fc from 'fast-check';
import { descendingOrder } from '../../src/metrics/descending-order';

test.each([
  ['nothing', [], []],
  ['one', [5], [0]],
  ['ties, in their order', [1, 2, 1, 2], [1, 3, 0, 2]],
  ['signs and zeros', [-1, 0, -0, 1, -2], [3, 1, 2, 0, 4]],
  ['NaN and infinities', [0, -Infinity, NaN, Infinity, -NaN], [2, 4, 3, 0, 1]],
  ['numbers that differ in the last bit', [1, 1 + Number.EPSILON, 1 - Number.EPSILON / 2], [1, 0, 2]],
])('%s', (_, values, expected) => {
  expect([...descendingOrder(values)]).toEqual(expected);
});

test.each([
  ['doubles', fc.double({ noNaN: true })],
  ['float32 values', fc.float({ noNaN: true })],
  ['few different values', fc.integer({ min: -2, max: 2 })],
])('%s as a stable comparison sorts them', (_, arbitrary) => {
  fc.assert(
    fc.property(fc.array(arbitrary, { maxLength: 300 }), (values) => {
      const expected = [...values.keys()].sort((a, b) => Number((values[b] ?? 0) > (values[a] ?? 0)) - Number((values[b] ?? 0) < (values[a] ?? 0)));
      expect([...descendingOrder(values)]).toEqual(expected);
    }),
  );
});
