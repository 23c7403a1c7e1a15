import * as tf from '@tensorflow/tfjs-core';
import { NotComputableError, ShapeError, StateError } from '../../../src/errors';
import { Accuracy } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

const scores = [[0.1, 0.9], [0.8, 0.2]];

describe.each(['plain arrays', 'tensors', 'tensors that are dear to read'])('%s', (form) => {
  const given = (value: number[] | number[][] | number[][][], dtype: 'float32' | 'int32' = 'float32'): never =>
    (form === 'plain arrays' ? value : tf.tensor(value, undefined, dtype)) as never;
  beforeEach(() => {
    if (form === 'tensors that are dear to read') pretendReadsAreDear();
    tf.engine().startScope();
  });
  afterEach(() => tf.engine().endScope());

  test.each([
    ['binary', {}, [1, 0, 1, 1], [1, 1, 1, 1], 0.75],
    ['binary in one channel', {}, [[1], [0]], [1, 1], 0.5],
    ['binary of any shape', {}, [[1, 0], [1, 1]], [[1, 1], [1, 1]], 0.75],
    ['classes', {}, scores, [1, 1], 0.5],
    ['classes of each position', {}, [[[0.1, 0.9], [0.8, 0.2]]], [[1, 0]], 1],
    ['classes second', { layout: 'NCHW' as const }, [[[0.1, 0.8], [0.9, 0.2]]], [[1, 0]], 1],
    ['several labels', { isMultilabel: true }, [[1, 0], [1, 1]], [[1, 0], [0, 1]], 0.5],
    ['several labels second', { isMultilabel: true, layout: 'NCHW' as const }, [[[1, 1], [0, 1]]], [[[1, 0], [0, 1]]], 0.5],
    ['equal scores go to the first', {}, [[0.5, 0.5]], [0], 1],
    ['targets that no class has are wrong', {}, scores, [1, -100], 0.5],
  ])('%s', async (_, options, yPred, y, expected) => {
    const accuracy = new Accuracy(options);
    await accuracy.update([given(yPred), given(y, 'int32')]);
    expect(await accuracy.compute()).toBe(expected);
    accuracy.dispose();
  });

  test.each([
    ['shapes that do not go together', [1, 0], [1]],
    ['ranks that do not go together', [[[1, 0]]], [1]],
    ['scalars', 1, 1],
    ['another number of classes', [[0.1, 0.2, 0.7]], [1]],
  ])('%s are refused, and the metric stays usable', async (_, yPred, y) => {
    const accuracy = new Accuracy();
    await accuracy.update([given(scores), given([1, 0])]);
    await expect(async () => accuracy.update([given(yPred as number[]), given(y as number[])])).rejects.toThrow(ShapeError);
    expect(await accuracy.compute()).toBe(1);
    accuracy.dispose();
  });

  test('another kind of data is refused', async () => {
    const accuracy = new Accuracy();
    await accuracy.update([given(scores), given([1, 0])]);
    await expect(async () => accuracy.update([given([1, 0]), given([1, 0])])).rejects.toThrow(StateError);
    accuracy.reset();
    await accuracy.update([given([1, 0]), given([1, 0])]);
    expect(await accuracy.compute()).toBe(1);
    accuracy.dispose();
  });

  test.each([
    ['binary predictions', {}, [0.7, 0.3], [1, 0]],
    ['binary targets', {}, [1, 0], [2, 0]],
    ['labels', { isMultilabel: true }, [[0.5, 1]], [[1, 1]]],
    ['classes', {}, scores, [0.5, 1]],
  ])('forbidden values among %s are reported at the latest by compute, and forgotten by reset', async (_, options, yPred, y) => {
    const accuracy = new Accuracy(options);
    await expect(async () => {
      await accuracy.update([given(yPred), given(y)]);
      await accuracy.compute();
    }).rejects.toThrow(ShapeError);
    accuracy.reset();
    await expect(async () => accuracy.compute()).rejects.toThrow(NotComputableError);
  });
});

test('one label does not make a multilabel problem', () => {
  expect(() => new Accuracy({ isMultilabel: true }).update([[1, 0], [1, 0]])).toThrow(ShapeError);
  expect(() => new Accuracy({ isMultilabel: true }).update([[[1]], [[1]]])).toThrow(ShapeError);
});

test('text and ragged arrays are refused', () => {
  expect(() => new Accuracy().update(['ab', 'cd'] as never)).toThrow(ShapeError);
  expect(() => new Accuracy().update([[[1, 2], [3]], [0, 1]])).toThrow(ShapeError);
});
