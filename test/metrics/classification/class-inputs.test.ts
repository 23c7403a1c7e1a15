import * as tf from '@tensorflow/tfjs-core';
import { ShapeError, StateError } from '../../../src/errors';
import { checkUnchanged, classInputs, countOthers, forbidden, seenClasses } from '../../../src/metrics/classification/class-inputs';
import { serial } from '../../../src/distributed';
import { useTestBackend } from '../../support/backend';

useTestBackend();

test.each([
  ['binary', [4], [4], false, 'NHWC', { kind: 'binary', classes: 1, outer: 4, inner: 1 }],
  ['one channel', [4, 2, 1], [4, 2], false, 'NHWC', { kind: 'binary', classes: 1, outer: 8, inner: 1 }],
  ['one channel, second', [4, 1, 2], [4, 2], false, 'NCHW', { kind: 'binary', classes: 1, outer: 8, inner: 1 }],
  ['classes last', [4, 2, 3], [4, 2], false, 'NHWC', { kind: 'multiclass', classes: 3, outer: 8, inner: 1, axis: 2 }],
  ['classes second', [4, 3, 2], [4, 2], false, 'NCHW', { kind: 'multiclass', classes: 3, outer: 4, inner: 2, axis: 1 }],
  ['labels', [4, 3], [4, 3], true, 'NHWC', { kind: 'multilabel', classes: 3, outer: 4, inner: 1, axis: 1 }],
] as const)('%s', (_, yPred, y, isMultilabel, layout, expected) => {
  expect(classInputs('test', yPred, y, { isMultilabel, layout })).toMatchObject(expected);
});

test.each([
  [[4], [3], false],
  [[4, 2, 3], [4], false],
  [[], [], false],
  [[4], [4], true],
  [[4, 1], [4, 1], true],
  [[4, 3], [4], true],
])('yPred %p with y %p (multilabel: %p) is refused', (yPred, y, isMultilabel) => {
  expect(() => classInputs('test', yPred, y, { isMultilabel, layout: 'NHWC' })).toThrow(ShapeError);
});

test('kind and number of classes stay', () => {
  const inputs = classInputs('test', [4, 3], [4], { isMultilabel: false, layout: 'NHWC' });
  expect(() => checkUnchanged('test', null, inputs)).not.toThrow();
  expect(() => checkUnchanged('test', { kind: 'multiclass', classes: 3 }, inputs)).not.toThrow();
  expect(() => checkUnchanged('test', { kind: 'multiclass', classes: 4 }, inputs)).toThrow(ShapeError);
  expect(() => checkUnchanged('test', { kind: 'binary', classes: 1 }, inputs)).toThrow(StateError);
});

test('what was seen can be saved', () => {
  const seen = seenClasses();
  seen.load({ kind: 'binary', classes: 1 }, serial, 'test')();
  expect(seen.save()).toEqual({ kind: 'binary', classes: 1 });
  expect(() => seen.load([1], serial, 'test')).toThrow();
  expect(forbidden('test', 'zeros', 2).message).toContain('expected zeros, got 2');
});

test('values that are neither 0 nor 1 are counted, NaN too', async () => {
  const count = tf.tidy(() => countOthers(tf.tensor1d([0, 1, 2, -1, 0.5, NaN])));
  expect(await count.data()).toEqual(Float32Array.of(4));
  count.dispose();
});
