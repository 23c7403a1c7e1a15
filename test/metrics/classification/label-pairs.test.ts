import * as tf from '@tensorflow/tfjs-core';
import { ShapeError } from '../../../src/errors';
import { CohenKappa, MatthewsCorrCoef } from '../../../src/metrics';
import { marginals } from '../../../src/metrics/classification/label-pairs';
import { useTestBackend } from '../../support/backend';

useTestBackend();

test('marginals: how often each label was a target and a prediction', () => {
  const { targets, predictions } = marginals([
    { target: 0, prediction: 1, count: 2 },
    { target: 0, prediction: 0, count: 3 },
    { target: 4, prediction: 1, count: 1 },
  ]);
  expect([[...targets], [...predictions]]).toEqual([[[0, 5], [4, 1]], [[1, 3], [0, 3]]]);
});

test('inputs stay of one kind; plain arrays go with any dtype', async () => {
  const metric = new MatthewsCorrCoef();
  await metric.update([[1, 0], [1, 1]]);
  await metric.update([Int32Array.of(1, 0), Int32Array.of(0, 1)]);
  await metric.update([[1, 0], [1, 1]]);
  expect(() => metric.update([Float32Array.of(1), Int32Array.of(1)])).toThrow(/int32 \[batch\] and int32 \[batch\] as before/);
  expect(() => metric.update([[[0.5, 0.2]], [1]])).toThrow(ShapeError);
  const scores = new MatthewsCorrCoef();
  await scores.update([[[1, 2, 3]], [1]]);
  expect(() => scores.update([[[1, 2]], [1]])).toThrow(ShapeError);
});

test('keeps two numbers for each example, whatever the number of classes', async () => {
  const metric = new MatthewsCorrCoef();
  await metric.update([tf.tidy(() => tf.ones([4, 100])), [1, 2, 3, 4]]);
  expect(metric.stateDict()).toMatchObject({ pairs: { shape: [4, 2] }, counts: null });
  const streaming = new CohenKappa({ numClasses: 3 });
  await streaming.update([[1, 2], [1, 2]]);
  await streaming.update([[1, 2], [1, 2]]);
  expect(streaming.stateDict()).toMatchObject({ pairs: null, counts: { shape: [3, 3] } });
});
