import * as tf from '@tensorflow/tfjs-core';
import { OptionError, ShapeError } from '../../../src/errors';
import { MeanPairwiseDistance } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

const yPred = [[1, 2, 4, 1], [2, 3, 1, 5], [1, 3, 5, 1], [1, 5, 1, 11]];
const y = [...yPred].reverse().map((row) => row.map((value) => value * 0.75));

test.each([
  [0, 3.75],
  [1, 11.9375],
  [2, 7.63289833],
  [3, 7.00611544],
  [2.5, 7.2098918],
  [-1, 0.32818174],
  [Infinity, 6.75],
  [-Infinity, 0.6875],
])("p = %p gives Ignite's %p, here and on the device", async (p, expected) => {
  const metric = new MeanPairwiseDistance({ p, eps: 0.5 });
  await metric.update([yPred, y]);
  expect(await metric.compute()).toBeCloseTo(expected, 6);
  pretendReadsAreDear();
  metric.reset();
  const tensors = [tf.tensor2d(yPred, undefined, 'int32'), tf.tensor2d(y)] as const;
  await metric.update(tensors);
  tf.dispose([...tensors]);
  expect(await metric.compute()).toBeCloseTo(expected, 5);
  metric.dispose();
});

test.each([
  ['the distances of an example add up', [yPred.slice(0, 2), yPred.slice(2)], [y.slice(0, 2), y.slice(2)], 14.783005],
  ['a vector is one distance', yPred[0], y[0], 2.0348525],
])('as in Ignite, %s', async (_, predictions, targets, expected) => {
  const metric = new MeanPairwiseDistance();
  await metric.update([predictions ?? [], targets ?? []]);
  expect(await metric.compute()).toBeCloseTo(expected, 5);
});

test('eps is added to the difference, not to its absolute value', async () => {
  const metric = new MeanPairwiseDistance({ p: 1, eps: 0.5 });
  await metric.update([[[0, 1]], [[1, 0]]]);
  expect(await metric.compute()).toBe(2);
});

test('refuses options and shapes that do not fit', () => {
  for (const options of [{ p: NaN }, { p: '2' }, { eps: NaN }]) expect(() => new MeanPairwiseDistance(options as never)).toThrow(OptionError);
  const metric = new MeanPairwiseDistance();
  for (const pair of [[1, 1], [[[1, 2]], [[1]]]]) expect(() => metric.update(pair as never)).toThrow(ShapeError);
});
