import * as tf from '@tensorflow/tfjs-core';
import { NotComputableError, OptionError, ShapeError, StateError } from '../../../src/errors';
import type { ArrayInput, SelectionRateOptions } from '../../../src/metrics';
import { asTensor, SelectionRate } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

test.each<[string, SelectionRateOptions, ArrayInput, ArrayInput, readonly number[]]>([
  ['binary: the shares of 0 and of 1', {}, [1, 0, 1, 1], [0, 0, 0, 0], [0.25, 0.75]],
  ['binary in a channel of one', {}, [[1], [0]], [0, 0], [0.5, 0.5]],
  ['binary, positions count as examples', {}, [[1, 0], [0, 0]], [[1, 1], [1, 1]], [0.75, 0.25]],
  ['bool', {}, { dtype: 'bool', shape: [2], data: Uint8Array.of(1, 1) }, [1, 0], [0, 1]],
  ['multiclass: the first of equal scores; targets are not looked at', {}, [[1, 3, 2], [2, 0, 2], [0, 0, 1]], [7, -1, 0.5], [1 / 3, 1 / 3, 1 / 3]],
  ['multiclass, classes second', { layout: 'NCHW' }, [[[1, 0], [0, 1], [0, 0]]], [[0, 0]], [0.5, 0.5, 0]],
  ['multilabel', { isMultilabel: true }, [[1, 0], [1, 1]], [[0, 0], [0, 0]], [1, 0.5]],
  ['multilabel, labels second', { isMultilabel: true, layout: 'NCHW' }, [[[1, 1], [1, 0]]], [[[0, 0], [0, 0]]], [1, 0.5]],
])('%s', async (_, options, yPred, y, expected) => {
  const [near, far] = [new SelectionRate(options), new SelectionRate(options)];
  await near.update([yPred, y]);
  expect(await near.compute()).toEqual(expected);
  pretendReadsAreDear();
  const before = tf.memory().numTensors;
  const tensors = [asTensor(yPred, 'Test'), asTensor(y, 'Test')] as const;
  await far.update(tensors);
  tf.dispose([...tensors]);
  expect(await far.compute()).toEqual(expected);
  far.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('where reads are dear, values that are no 0 or 1 are reported by compute', async () => {
  pretendReadsAreDear();
  for (const [yPred, y] of [[[2, 1], [1, 1]], [[0, 1], [1, NaN]]] as const) {
    const metric = new SelectionRate();
    await metric.update([tf.tensor1d([...yPred]), tf.tensor1d([...y])]);
    await expect(async () => metric.compute()).rejects.toThrow(ShapeError);
    metric.dispose();
  }
});

test('refuses options and inputs that do not fit, and stays usable', async () => {
  for (const options of [{ isMultilabel: 1 }, { layout: 'NCL' }, { labels: 2 }]) expect(() => new SelectionRate(options as never)).toThrow(OptionError);
  const metric = new SelectionRate();
  expect(() => metric.compute()).toThrow(NotComputableError);
  for (const pair of [[[1, 0], [1]], [[2], [1]], [[1], [2]], [[[1, 2]], [[1, 0, 0]]]]) expect(() => metric.update(pair as never)).toThrow(ShapeError);
  await metric.update([[1], [1]]);
  expect(() => metric.update([[[1, 2, 3]], [0]])).toThrow(StateError);
  expect(metric.compute()).toEqual([0, 1]);
});
