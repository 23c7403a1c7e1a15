import * as tf from '@tensorflow/tfjs-core';
import { OptionError, ShapeError } from '../../../src/errors';
import { MaximumMeanDiscrepancy } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';
import { ranks } from '../../support/two-ranks';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

const x = [[0, 0.5, 2], [1, -1, 0.25], [3, 0, 0], [-2, 1, 1.5]];
const y = [[3, 2, 1.5], [2.25, 4, 2], [2, 2, 3], [3, 3, 3]];
/** A second batch, of another size. */
const [otherX, otherY] = [x.slice(0, 2), [[1, 1, 2], [2, 2, 2]]];

test.each([
  [{}, 0.4798435],
  [{ var: 20 }, 0.63883954],
])("%p gives Ignite's %p, here and on the device", async (options, expected) => {
  const metric = new MaximumMeanDiscrepancy(options);
  await metric.update([x, y]);
  expect(await metric.compute()).toBeCloseTo(expected, 6);
  pretendReadsAreDear();
  metric.reset();
  // Moving both samples changes nothing, and costs no precision.
  const tensors = [x, y].map((rows) => tf.tensor3d(rows.map((row) => [row.map((value) => value + 512)]))) as [tf.Tensor, tf.Tensor]; // as many as there are samples
  await metric.update(tensors);
  tf.dispose(tensors);
  expect(await metric.compute()).toBeCloseTo(expected, 5);
  metric.dispose();
});

test('is the root of the mean over batches, and over the batches of all ranks', async () => {
  const whole = new MaximumMeanDiscrepancy();
  await whole.update([x, y]);
  await whole.update([otherX, otherY]);
  const expected = await whole.compute();
  expect(expected).toBeCloseTo(0.40972704, 6);
  const shards = [[[x, y]], [[otherX, otherY]], []] as const;
  const values = ranks(3).map(async (communicator, rank) => {
    const metric = new MaximumMeanDiscrepancy({ communicator });
    for (const batch of shards[rank] ?? []) await metric.update(batch);
    return metric.compute();
  });
  expect(await Promise.all(values)).toEqual([expected, expected, expected]);
});

test.each(['near', 'dear'])('one example has no value, equal samples 0, reads %s', async (reads) => {
  if (reads === 'dear') pretendReadsAreDear();
  const metric = new MaximumMeanDiscrepancy();
  const [one, same] = [tf.tensor2d([[1, 2]]), tf.tensor2d(x)];
  await metric.update([same, same]);
  expect(await metric.compute()).toBe(0);
  await metric.update([one, one]);
  expect(await metric.compute()).toBeNaN();
  metric.dispose();
  tf.dispose([one, same]);
});

test('samples that no kernel joins', async () => {
  const metric = new MaximumMeanDiscrepancy();
  await metric.update([[[0, 0], [0, 0]], [[100, 0], [100, 0]]]);
  expect(await metric.compute()).toBeCloseTo(Math.SQRT2, 12);
});

test('refuses options and shapes that do not fit', () => {
  for (const options of [{ var: 0 }, { var: -1 }, { variance: 1 }]) expect(() => new MaximumMeanDiscrepancy(options as never)).toThrow(OptionError);
  const metric = new MaximumMeanDiscrepancy();
  for (const pair of [[[1, 2], [1, 2]], [x, y.slice(1)], [x, y.map((row) => row.slice(1))]]) expect(() => metric.update(pair as never)).toThrow(ShapeError);
});
