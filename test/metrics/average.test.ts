import * as tf from '@tensorflow/tfjs-core';
import { ShapeError } from '../../src/errors';
import { Average } from '../../src/metrics';
import { useTestBackend } from '../support/backend';

useTestBackend();

test('of numbers a number, of vectors a vector, of matrices the mean row', () => {
  const metrics = [new Average(), new Average(), new Average()];
  void metrics[0]?.update(1);
  void metrics[0]?.update(2);
  void metrics[1]?.update(Float64Array.of(1, 2));
  const matrix = tf.tensor2d([[1, 2], [3, 4]]);
  void metrics[2]?.update(matrix);
  matrix.dispose();
  expect(metrics.map((metric) => metric.compute())).toEqual([1.5, [1, 2], [2, 3]]);
});

test('a refused output counts nothing', () => {
  const average = new Average();
  void average.update(1);
  for (const output of [Float64Array.of(1, 2), '1', [1]]) expect(() => average.update(output as never)).toThrow(ShapeError);
  expect(average.compute()).toBe(1);
});
