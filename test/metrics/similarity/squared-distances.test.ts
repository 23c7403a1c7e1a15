import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { paddedRows, squaredDistances, squaredDistancesOnDevice } from '../../../src/metrics/similarity/squared-distances';
import { useTestBackend } from '../../support/backend';

useTestBackend();

const element = fc.integer({ min: -100, max: 100 });
const sizes = fc.record({ rows: fc.integer({ min: 1, max: 11 }), others: fc.integer({ min: 1, max: 11 }), width: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 120, max: 260 })) });
const data = sizes.chain(({ rows, others, width }) => {
  const matrix = (length: number): fc.Arbitrary<number[]> => fc.array(element, { minLength: length * width, maxLength: length * width });
  return fc.record({ rows: fc.constant(rows), others: fc.constant(others), width: fc.constant(width), x: matrix(rows), y: matrix(others) });
});

function distance(x: readonly number[], i: number, y: readonly number[], j: number, width: number): number {
  return x.slice(i * width, (i + 1) * width).reduce((sum, value, column) => sum + (value - (y[j * width + column] ?? NaN)) ** 2, 0);
}

test('between two inputs, and within one where j < i', () =>
  fc.assert(
    fc.property(data, ({ rows, others, width, x, y }) => {
      const [xs, ys] = [paddedRows(x, rows, width), paddedRows(y, others, width)];
      const [within, across] = [squaredDistances(xs, xs), squaredDistances(xs, ys)];
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < i; j++) expect(within[i * xs.padded + j]).toBe(distance(x, i, x, j, width));
        for (let j = 0; j < others; j++) expect(across[i * ys.padded + j]).toBe(distance(x, i, y, j, width));
      }
    }),
    { numRuns: 50 },
  ));

test('those that are large enough are not computed to the end, but stay large enough', () =>
  fc.assert(
    fc.property(data, fc.integer({ min: 1, max: 1000000 }), ({ rows, others, width, x, y }, enough) => {
      const [xs, ys] = [paddedRows(x, rows, width), paddedRows(y, others, width)];
      const across = squaredDistances(xs, ys, enough);
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < others; j++) expect(Math.min(across[i * ys.padded + j] ?? NaN, enough)).toBe(Math.min(distance(x, i, y, j, width), enough));
      }
    }),
    { numRuns: 50 },
  ));

test('of more rows than are gone through at a time', () => {
  const rows = 131;
  const x = paddedRows(Array.from({ length: rows }, (_, row) => row), rows, 1);
  const [within, across] = [squaredDistances(x, x), squaredDistances(x, paddedRows([3, 4, 5], 3, 1))];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < i; j++) expect(within[i * x.padded + j]).toBe((i - j) ** 2);
    for (let j = 0; j < 3; j++) expect(across[i * 4 + j]).toBe((i - j - 3) ** 2);
  }
});

test('on the device, of rows far from 0 as well', async () => {
  const x = [1000, 1001, 1000, 1003, 1002, 1001, 1000, 1001];
  const distances = tf.tidy(() => squaredDistancesOnDevice(tf.tensor2d(x, [4, 2])));
  const got = await distances.array();
  distances.dispose();
  expect(got).toEqual([0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => expect.closeTo(distance(x, i, x, j, 2), 4) as number)));
});
