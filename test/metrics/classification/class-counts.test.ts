import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { ShapeError } from '../../../src/errors';
import { countClasses, countClassesOnDevice } from '../../../src/metrics/classification/class-counts';
import { classInputs } from '../../../src/metrics/classification/class-inputs';
import { useTestBackend } from '../../support/backend';

useTestBackend();

const options = { isMultilabel: false, layout: 'NHWC' as const };

test('hits, predictions and targets of each class', () => {
  const inputs = classInputs('test', [3, 2], [3], options);
  const { counts } = countClasses('test', inputs, [0.9, 0.1, 0.6, 0.4, 0.2, 0.8], [0, 1, 1]);
  expect(counts).toEqual({ dtype: 'float64', shape: [3, 2], data: Float64Array.of(1, 1, 2, 1, 1, 2) });
});

test.each([[[0, 2]], [[0, -1]], [[0, 0.5]], [[0, NaN]]])('targets %p of two classes are refused', (y) => {
  expect(() => countClasses('test', classInputs('test', [2, 2], [2], options), [1, 0, 0, 1], y)).toThrow(ShapeError);
});

test.each([
  ['binary', [6], [6], false],
  ['multiclass', [4, 3], [4], false],
  ['multiclass, classes second', [2, 3, 2], [2, 2], false],
  ['multilabel', [4, 3], [4, 3], true],
  ['multilabel, labels second', [2, 3, 2], [2, 3, 2], true],
] as const)('the device counts as the host does: %s', (name, pShape, yShape, isMultilabel) => {
  const inputs = classInputs('test', pShape, yShape, { isMultilabel, layout: name.endsWith('second') ? 'NCHW' : 'NHWC' });
  const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
  const isScores = name.startsWith('multiclass');
  // Not by way of subnormal numbers, which some backends take for zero.
  const predictions = isScores ? fc.float({ min: 0, max: 1, noNaN: true }).map((score) => (score < 2 ** -126 ? 0 : score)) : fc.integer({ min: 0, max: 1 });
  const targets = fc.integer({ min: 0, max: isScores ? 2 : 1 });
  const array = (arbitrary: fc.Arbitrary<number>, length: number): fc.Arbitrary<number[]> => fc.array(arbitrary, { minLength: length, maxLength: length });
  fc.assert(
    fc.property(array(predictions, size(pShape)), array(targets, size(yShape)), (yPred, y) => {
      const host = countClasses('test', inputs, Float32Array.from(yPred), y);
      const device = tf.tidy(() => {
        const { counts, ratios, others } = countClassesOnDevice(inputs, tf.tensor(yPred, [...pShape]), tf.tensor(y, [...yShape], 'int32'));
        return [[...counts.dataSync()], [...ratios.dataSync()], [...others.dataSync()]];
      });
      expect(device[0]).toEqual([...host.counts.data]);
      expect(device[1]).toEqual(host.ratios.map((ratio) => expect.closeTo(ratio, 5) as number));
      expect(device[2]).toEqual([0]);
    }),
    { numRuns: 20 },
  );
});
