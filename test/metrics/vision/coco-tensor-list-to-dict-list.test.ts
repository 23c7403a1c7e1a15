import * as tf from '@tensorflow/tfjs-core';
import { ShapeError } from '../../../src/errors';
import { cocoTensorListToDictList } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

const float32 = (shape: readonly number[], ...data: number[]): object => ({ dtype: 'float32', shape, data: Float32Array.from(data) });

test.each(['near', 'dear'])('takes tensors apart into plain memory (reads: %s)', async (reads) => {
  if (reads === 'dear') pretendReadsAreDear();
  const [found, actual, crowds] = [tf.tensor2d([[1, 2, 3, 4, 0.5, 6], [7, 8, 9, 10, 0.25, 12]]), tf.tensor2d([[1, 2, 3, 4, 5]]), tf.tensor2d([[1, 2, 3, 4, 5, 1]])];
  const before = tf.memory().numTensors;
  expect(await cocoTensorListToDictList([[found, tf.keep(found)], [actual, crowds]])).toEqual([
    [0, 1].map(() => ({ bbox: float32([2, 4], 1, 2, 3, 4, 7, 8, 9, 10), scores: float32([2], 0.5, 0.25), labels: float32([2], 6, 12) })),
    [
      { bbox: float32([1, 4], 1, 2, 3, 4), labels: float32([1], 5) },
      { bbox: float32([1, 4], 1, 2, 3, 4), labels: float32([1], 5), iscrowd: float32([1], 1) },
    ],
  ]);
  expect(tf.memory().numTensors).toBe(before);
  tf.dispose([found, actual, crowds]);
});

test('plain arrays become doubles, empty ones have no boxes, and objects stay', () => {
  const object = { bbox: [], labels: [] };
  expect(cocoTensorListToDictList([[[]], [object]])).toEqual([
    [{ bbox: { dtype: 'float64', shape: [0, 4], data: new Float64Array() }, scores: { dtype: 'float64', shape: [0], data: new Float64Array() }, labels: { dtype: 'float64', shape: [0], data: new Float64Array() } }],
    [object],
  ]);
});

test.each([
  ['no pair', 1],
  ['a pair of other things', [1, 2]],
  ['detections of five columns', [[[[1, 2, 3, 4, 5]]], []]],
  ['objects of four columns', [[], [[[1, 2, 3, 4]]]]],
  ['a vector', [[[1, 2, 3]], []]],
])('refuses %s', (_, output) => {
  expect(() => cocoTensorListToDictList(output)).toThrow(ShapeError);
});
