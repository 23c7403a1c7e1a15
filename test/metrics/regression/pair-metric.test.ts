import * as tf from '@tensorflow/tfjs-core';
import { ShapeError } from '../../../src/errors';
import { scalar, parseMetricOptions } from '../../../src/metrics';
import type { ScalarAccumulator } from '../../../src/metrics';
import { checkSameSize } from '../../../src/metrics/regression/pair-inputs';
import { PairMetric } from '../../../src/metrics/regression/pair-metric';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

class Products extends PairMetric<{ total: ScalarAccumulator; examples: ScalarAccumulator }> {
  protected readonly accumulators = { total: scalar(), examples: scalar() };

  constructor() {
    super('Products', checkSameSize, parseMetricOptions('Products'));
  }

  protected take(yPred: ArrayLike<number>, y: ArrayLike<number>, examples: number): void {
    this.accumulators.total.add(Array.from(yPred).reduce((sum, value, index) => sum + value * (y[index] ?? NaN), 0));
    this.accumulators.examples.add(examples);
  }

  protected takeOnDevice(yPred: tf.Tensor, y: tf.Tensor, examples: number): void {
    expect([yPred.rank, y.rank, yPred.dtype, y.dtype]).toEqual([1, 1, 'float32', 'float32']);
    this.accumulators.total.add(tf.sum(tf.mul(yPred, y)));
    this.accumulators.examples.add(examples);
  }

  protected evaluate({ total, examples }: { total: number; examples: number }): number {
    return total / examples;
  }
}

test('hands over all elements and the number of rows, of plain arrays and of tensors', async () => {
  const metric = new Products();
  await metric.update([[[1, 2], [3, 4]], [[5, 6], [7, 8]]]);
  expect(await metric.compute()).toBe(35);
  const tensors = [tf.tensor2d([[1, 2]], undefined, 'int32'), tf.tensor1d([2, 2])] as const;
  await metric.update(tensors);
  tf.dispose([...tensors]);
  expect(await metric.compute()).toBe(76 / 4);
});

test('where reads are dear it hands over float32 vectors, also when one side is on the host', async () => {
  pretendReadsAreDear();
  const before = tf.memory().numTensors;
  const metric = new Products();
  const yPred = tf.tensor2d([[1, 2], [3, 4]], undefined, 'int32');
  await metric.update([yPred, [[5, 6], [7, 8]]]);
  await expect(async () => metric.update([yPred, [1]])).rejects.toThrow(ShapeError);
  yPred.dispose();
  expect(await metric.compute()).toBe(35);
  metric.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
