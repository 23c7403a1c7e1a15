import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { distanceMedian, medianOnDevice } from '../../../src/metrics/similarity/distance-median';
import { useTestBackend } from '../../support/backend';

useTestBackend();

const pairsOf = (element: fc.Arbitrary<number>): fc.Arbitrary<{ rows: number; pairs: number[] }> =>
  fc.integer({ min: 4, max: 9 }).chain((rows) => {
    const length = (rows * (rows - 1)) / 2;
    return fc.record({ rows: fc.constant(rows), pairs: fc.array(element, { minLength: length, maxLength: length }) });
  });

/** The whole matrix, sorted. */
function sorted(rows: number, pairs: readonly number[]): number[] {
  return [...new Array<number>(rows).fill(0), ...pairs, ...pairs].sort((a, b) => a - b);
}

function medianOf(values: readonly number[]): number {
  return ((values[Math.floor((values.length - 1) / 2)] ?? NaN) + (values[Math.floor(values.length / 2)] ?? NaN)) / 2;
}

test('is the median of the whole matrix', () =>
  fc.assert(
    fc.property(pairsOf(fc.oneof(fc.double({ min: 0, max: 100, noNaN: true }), fc.nat({ max: 3 }))), ({ rows, pairs }) => {
      expect(distanceMedian(Float64Array.from(pairs), rows)).toBe(medianOf(sorted(rows, pairs)));
    }),
  ));

test('ends when there are NaN', () => {
  expect(() => distanceMedian(Float64Array.of(1, NaN, 2, NaN, NaN, 0), 4)).not.toThrow();
});

test('on the device, for any scale and equal values', () =>
  fc.assert(
    fc.property(pairsOf(fc.nat({ max: 1000 })), fc.constantFrom(1e-6, 1, 1e6), ({ rows, pairs }, scale) => {
      const all = sorted(rows, pairs).map((value) => Math.fround(value * scale));
      const median = tf.tidy(() => medianOnDevice(tf.tensor1d(all)).dataSync()[0]);
      expect(median).toBeCloseTo(medianOf(all), 4 - Math.log10(scale));
    }),
    { numRuns: 30 },
  ));
