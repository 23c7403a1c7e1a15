import * as tf from '@tensorflow/tfjs-core';
import { NotComputableError, ShapeError } from '../../../src/errors';
import { Engine } from '../../../src/engine';
import { FID } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

test.each(['near', 'dear'])('of one feature: the squares of the difference of means and of deviations (reads: %s)', async (reads) => {
  if (reads === 'dear') pretendReadsAreDear();
  const fid = new FID({ numFeatures: 1 });
  const [train, test] = [tf.tensor2d([[1], [3], [5]]), tf.tensor2d([[10], [10], [10]], undefined, 'int32')];
  await fid.update([train, test]);
  tf.dispose([train, test]);
  expect(await fid.compute()).toBeCloseTo(49 + 4, 4);
  fid.dispose();
});

test('fewer images than features', async () => {
  const fid = new FID({ numFeatures: 3 });
  await fid.update([[[1, 0, 0]], [[0, 0, 1]]]);
  await fid.update([[[0, 1, 0]], [[0, 0, 1]]]);
  // By hand: the means are (1/2, 1/2, 0) and (0, 0, 1); the first varies by 1/2 + 1/2, the second does not.
  expect(fid.compute()).toBeCloseTo(1.5 + 1, 7);
});

test('deviations that are small against the mean keep their digits', async () => {
  const fid = new FID({ numFeatures: 1 });
  for (let index = 0; index < 100; index++) await fid.update([[[1000 + (index % 2) * 0.02]], [[1000]]]);
  // The mean is off by 0.01, the deviation is 0.01 with one taken off 100.
  expect(fid.compute()).toBeCloseTo(0.0001 + (0.0001 * 100) / 99, 8);
});

test('NaN among the features shows in the value', async () => {
  const fid = new FID({ numFeatures: 2 });
  await fid.update([[[1, NaN], [2, 3]], [[1, 2], [2, 3]]]);
  expect(fid.compute()).toBeNaN();
});

test('has no value for less than two images; refuses batches of different sizes', async () => {
  const fid = new FID({ numFeatures: 1 });
  expect(() => fid.compute()).toThrow(NotComputableError);
  await fid.update([[[1]], [[2]]]);
  expect(() => fid.compute()).toThrow(NotComputableError);
  expect(() => fid.update([[[1], [2]], [[1]]])).toThrow(ShapeError);
  await fid.update([[[3]], [[4]]]);
  expect(fid.compute()).toBeCloseTo(1, 10);
});

test('takes an output with named entries, and pairs of lists one by one', async () => {
  const outputs: unknown[] = [{ yPred: [[1]], y: [[2]] }, [[Float32Array.of(3)], [Float32Array.of(4)]].map(([vector]) => tf.tensor2d(vector ?? [], [1, 1]))];
  const engine = new Engine(({ state }) => outputs[state.iteration - 1]);
  new FID({ numFeatures: 1 }).attach(engine, 'fid');
  await engine.run([0, 1]);
  expect(engine.state.metrics.fid).toBeCloseTo(1, 6);
  tf.dispose(outputs[1] as tf.Tensor[]);
  await engine.dispose();
});
