import * as tf from '@tensorflow/tfjs-core';
import type { HostTensor } from '../../../src/contracts';
import { NotComputableError, OptionError, ShapeError } from '../../../src/errors';
import { MultiLabelConfusionMatrix } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

const predicted = [[1, 1, 0], [1, 0, 1], [1, 0, 0], [1, 0, 1], [1, 1, 0]];
const actual = [[0, 0, 1], [0, 0, 0], [0, 0, 0], [1, 0, 0], [0, 1, 1]];
const expected = [[[0, 4], [0, 1]], [[3, 1], [0, 1]], [[1, 2], [2, 0]]];

test('[[tn, fp], [fn, tp]] of each label (scikit-learn gives the same)', async () => {
  const [counts, shares] = [new MultiLabelConfusionMatrix({ numClasses: 3 }), new MultiLabelConfusionMatrix({ numClasses: 3, normalized: true })];
  await counts.update([predicted, actual]);
  await shares.update([predicted, actual]);
  expect(counts.compute()).toEqual(expected);
  expect(shares.compute()).toEqual(expected.map((matrix) => matrix.map((row) => row.map((count) => count / 5))));
});

test('labels second, further axes count as examples', async () => {
  const matrix = new MultiLabelConfusionMatrix({ numClasses: 2, layout: 'NCHW' });
  await matrix.update([[[[1, 0, 1], [0, 0, 1]]], [[[1, 1, 0], [0, 1, 1]]]]);
  expect(matrix.compute()).toEqual([[[0, 1], [1, 1]], [[1, 0], [1, 1]]]);
});

test('on the device values are checked by compute', async () => {
  pretendReadsAreDear();
  const before = tf.memory().numTensors;
  const matrix = new MultiLabelConfusionMatrix({ numClasses: 3 });
  const tensors = [tf.tensor2d(predicted, undefined, 'int32'), tf.tensor2d(actual, undefined, 'int32'), tf.tensor2d([[2, 0, 0]], undefined, 'int32'), tf.tensor2d([[1, 0, 0]], undefined, 'int32')] as const;
  await matrix.update([tensors[0], tensors[1]]);
  expect(await matrix.compute()).toEqual(expected);
  await matrix.update([tensors[2], tensors[3]]);
  await expect(async () => matrix.compute()).rejects.toThrow(ShapeError);
  matrix.dispose();
  tf.dispose([...tensors]);
  expect(tf.memory().numTensors).toBe(before);
});

test('only integers: scores that happen to be 0 and 1 are refused', async () => {
  const matrix = new MultiLabelConfusionMatrix({ numClasses: 2 });
  const host = (dtype: HostTensor['dtype']): HostTensor => ({ dtype, shape: [1, 2], data: Float32Array.of(0, 1) });
  const [floats, bools] = [tf.tensor2d([[0, 1]]), tf.tensor2d([[0, 1]], undefined, 'bool')];
  for (const scores of [floats, bools, host('float32'), host('bool'), Float32Array.of(0, 1)]) {
    expect(() => matrix.update([scores, [[0, 1]]])).toThrow(ShapeError);
    expect(() => matrix.update([[[0, 1]], scores])).toThrow(ShapeError);
  }
  await matrix.update([host('uint8'), host('int32')]);
  expect(matrix.compute()).toEqual([[[1, 0], [0, 0]], [[0, 0], [0, 1]]]);
  tf.dispose([floats, bools]);
});

test('refuses options, shapes and values that do not fit', () => {
  expect(() => new MultiLabelConfusionMatrix({ numClasses: 1 })).toThrow(OptionError);
  expect(() => new MultiLabelConfusionMatrix({ numClasses: 2.5 })).toThrow(OptionError);
  const matrix = new MultiLabelConfusionMatrix({ numClasses: 3 });
  for (const pair of [[[1, 0, 1], [1, 0, 1]], [[[1, 0]], [[1, 0]]], [predicted, actual.slice(1)], [[[2, 0, 0]], [[1, 0, 0]]], [[[1, 0, 0]], [[0.5, 0, 0]]]]) {
    expect(() => matrix.update(pair as never)).toThrow(ShapeError);
  }
  expect(() => matrix.compute()).toThrow(NotComputableError);
});
