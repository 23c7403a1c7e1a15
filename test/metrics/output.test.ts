import * as tf from '@tensorflow/tfjs-core';
import { OptionError, ShapeError } from '../../src/errors';
import { pickKeys, predictionAndTarget, transformed, unroll } from '../../src/metrics/output';
import { useTestBackend } from '../support/backend';

useTestBackend();

describe('keys', () => {
  test('an object becomes the tuple of the keys, in order', () => {
    expect(pickKeys('test', { y: 2, other: 3, yPred: 1 }, predictionAndTarget)).toEqual([1, 2]);
  });

  test('optional keys are taken when they are there', () => {
    const keys = { required: ['yPred'], optional: ['weight'] };
    expect(pickKeys('test', { yPred: 1, weight: 2 }, keys)).toEqual([1, 2]);
    expect(pickKeys('test', { yPred: 1 }, keys)).toEqual([1]);
  });

  test('a missing key is named', () => {
    expect(() => pickKeys('test', { yPred: 1 }, predictionAndTarget)).toThrow(/Add y,/);
  });

  test('a metric without keys refuses objects, one that takes all gets them', () => {
    expect(() => pickKeys('test', { yPred: 1 }, null)).toThrow(OptionError);
    expect(pickKeys('test', { yPred: 1 }, 'whole')).toEqual({ yPred: 1 });
  });

  test.each([[[1, 2]], [3], [{ dtype: 'float32', shape: [1], data: Float32Array.of(1) }]])('%p has none and stays', (output) => {
    expect(pickKeys('test', output, predictionAndTarget)).toBe(output);
  });
});

describe('unrolling', () => {
  const shapes = (output: unknown): unknown[] => {
    const seen: unknown[] = [];
    void unroll('test', output, (pair) => void seen.push((pair as { shape: number[] }[]).map(({ shape }) => shape)));
    return seen;
  };

  test('a pair of lists of numbers: one update for each pair, with a batch dimension', () => {
    expect(shapes([[1, 2, 3], [4, 5, 6]])).toEqual(Array(3).fill([[1], [1]]));
  });

  test('a pair of lists of tensors: likewise, and no tensor is left behind', () => {
    const output = [[tf.zeros([4]), tf.zeros([4])], [tf.scalar(1), tf.scalar(2)]];
    const before = tf.memory().numTensors;
    expect(shapes(output)).toEqual(Array(2).fill([[1, 4], [1]]));
    expect(() =>
      unroll('test', output, () => {
        throw new Error('refused');
      }),
    ).toThrow('refused');
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose(output);
  });

  test('waits for an asynchronous update before the tensors go', async () => {
    const output = [[tf.zeros([4])], [tf.scalar(1)]];
    const before = tf.memory().numTensors;
    const done: boolean[] = [];
    await unroll('test', output, async (pair) => {
      await Promise.resolve();
      done.push((pair as tf.Tensor[]).every((tensor) => !tensor.isDisposed));
    });
    expect([done, tf.memory().numTensors]).toEqual([[true], before]);
    tf.dispose(output);
  });

  test.each([
    ['lists of different lengths', [[1], [1, 2]]],
    ['three lists', [[1], [2], [3]]],
    ['one list', [[1]]],
  ])('refuses %s', (_, output) => {
    expect(() => unroll('test', output, () => undefined)).toThrow(ShapeError);
  });

  test.each([[[[[1, 2]], [1]]], [[Float32Array.of(1), Int32Array.of(1)]], [7], [['a', 'b']]])('%p is not a pair of lists', (output) => {
    const seen: unknown[] = [];
    void unroll('test', output, (one) => void seen.push(one));
    expect(seen).toEqual([output]);
  });
});

test('a transform may be absent, plain or asynchronous', async () => {
  const seen: unknown[] = [];
  const see = (output: unknown): void => void seen.push(output);
  expect(transformed(1, undefined, see)).toBeUndefined();
  expect(transformed(1, (output) => [output], see)).toBeUndefined();
  await transformed(1, async (output) => ({ output }), see);
  expect(seen).toEqual([1, [1], { output: 1 }]);
});
