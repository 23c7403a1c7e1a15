import * as tf from '@tensorflow/tfjs-core';
import { serial } from '../../../src/distributed';
import type { Accumulator } from '../../../src/metrics';
import { Accuracy, Average, MetricGroup, array, rows, scalar } from '../../../src/metrics';
import { land } from '../../../src/metrics/accumulators';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

function filled() {
  const [sum, most, sums, all] = [scalar(), scalar('max'), array(), rows()];
  tf.tidy(() => {
    for (const value of [3, 4]) {
      sum.add(tf.scalar(value));
      most.add(tf.scalar(value));
      sums.add(tf.tensor1d([value, 1]), 'test');
      all.append(tf.tensor1d([value]), 'test');
    }
  });
  const accumulators: readonly Accumulator<unknown>[] = [sum, most, sums, all];
  return { sum, all, pending: () => accumulators.flatMap((one) => one.pending()), totals: () => Promise.all(accumulators.map((one) => one.total(serial, 'test'))) };
}

const SEVEN = [7, 4, { dtype: 'float64', shape: [2], data: Float64Array.of(7, 2) }, { dtype: 'float64', shape: [2], data: Float64Array.of(3, 4) }];

test('one read for all accumulators, none afterwards, and nothing left on the device', async () => {
  pretendReadsAreDear();
  const before = tf.memory().numTensors;
  const data = jest.spyOn(tf.Tensor.prototype, 'data');
  const { pending, totals } = filled();
  await land(pending());
  expect(tf.memory().numTensors).toBe(before);
  expect(await totals()).toEqual(SEVEN);
  expect(data).toHaveBeenCalledTimes(1);
});

test('what is gathered while the read is under way is not lost', async () => {
  pretendReadsAreDear();
  const before = tf.memory().numTensors;
  const { pending, totals, sum, all } = filled();
  const landing = land(pending());
  tf.tidy(() => {
    sum.add(tf.scalar(10));
    all.append(tf.tensor1d([10]), 'test');
  });
  await landing;
  expect([await sum.total(serial), (await all.total(serial, 'test'))?.data]).toEqual([17, Float64Array.of(3, 4, 10)]);
  await land(pending());
  expect(await totals()).toEqual([17, ...SEVEN.slice(1, 3), { dtype: 'float64', shape: [3], data: Float64Array.of(3, 4, 10) }]);
  expect(tf.memory().numTensors).toBe(before);
});

test('two reads at once count everything once; what is reset meanwhile stays reset', async () => {
  pretendReadsAreDear();
  const { pending, totals, sum } = filled();
  await Promise.all([land(pending()), land(pending())]);
  expect(await totals()).toEqual(SEVEN);
  tf.tidy(() => sum.add(tf.scalar(1)));
  const landing = land(pending());
  sum.reset();
  await landing;
  expect(await sum.total(serial)).toBe(0);
});

test('a total that is read while another read moves the same numbers counts them once', async () => {
  pretendReadsAreDear();
  const { pending, totals } = filled();
  const reading = totals();
  await land(pending());
  expect((await reading).slice(0, 3)).toEqual(SEVEN.slice(0, 3));
});

test('metrics in a metric are read with it', async () => {
  pretendReadsAreDear();
  const data = jest.spyOn(tf.Tensor.prototype, 'data');
  const group = new MetricGroup({ accuracy: new Accuracy(), average: new Average({ outputTransform: (output) => (output as tf.Tensor[])[0] }) });
  const pair = [tf.tensor1d([1, 0], 'int32'), tf.tensor1d([1, 1], 'int32')];
  await group.update(pair);
  expect(await group.compute()).toEqual({ accuracy: 0.5, average: [1, 0] });
  expect(data).toHaveBeenCalledTimes(1);
  group.dispose();
  tf.dispose(pair);
});
