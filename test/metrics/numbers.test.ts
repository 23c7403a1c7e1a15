import * as tf from '@tensorflow/tfjs-core';
import { ShapeError } from '../../src/errors';
import { asTensor, isOnDevice, nested, readAll, readNumbers, sizeOf } from '../../src/metrics/numbers';
import { useTestBackend } from '../support/backend';
import { pretendReadsAreDear } from '../support/dear-reads';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

test.each([
  ['a number', 2, [], 'number', [2]],
  ['nested arrays', [[1, 2], [3, 4], [5, 6]], [3, 2], 'number', [1, 2, 3, 4, 5, 6]],
  ['booleans', [true, false], [2], 'number', [1, 0]],
  ['an empty array', [], [0], 'number', []],
  ['a Float32Array', Float32Array.of(1.5), [1], 'float32', [1.5]],
  ['an Int32Array', Int32Array.of(3), [1], 'int32', [3]],
  ['a BigInt64Array', BigInt64Array.of(3n), [1], 'int32', [3]],
  ['a host tensor', { dtype: 'int64', shape: [1, 2], data: BigInt64Array.of(1n, 2n) }, [1, 2], 'int64', [1, 2]],
])('reads %s', (_, input, shape, dtype, data) => {
  const read = readNumbers(input, 'test');
  if (read instanceof Promise) throw new Error('expected it at once');
  expect([read.shape, read.dtype, Array.from(read.data)]).toEqual([shape, dtype, data]);
});

test.each([
  ['ragged arrays', [[1, 2], [3]]],
  ['arrays of mixed depth', [1, [2]]],
  ['text', '1'],
  ['text in an array', ['1']],
  ['null', null],
  ['an object', { a: 1 }],
  ['halves, which are bit patterns', { dtype: 'float16', shape: [1], data: Uint16Array.of(1) }],
])('refuses %s', (_, input) => {
  expect(() => readNumbers(input, 'test')).toThrow(ShapeError);
});

test('reads tensors at once where that is a copy, later elsewhere', async () => {
  const tensor = tf.tensor2d([[1, 2]]);
  expect(readNumbers(tensor, 'test')).toMatchObject({ shape: [1, 2], dtype: 'float32' });
  expect(isOnDevice(tensor)).toBe(false);
  pretendReadsAreDear();
  expect([isOnDevice(tensor, 1), isOnDevice(1)]).toEqual([true, false]);
  const read = readAll([tensor, [1]], 'test');
  expect(read).toBeInstanceOf(Promise);
  expect((await read).map(({ shape }) => shape)).toEqual([[1, 2], [1]]);
  tensor.dispose();
});

test('makes tensors of what is none, and passes tensors on', () => {
  tf.tidy(() => {
    const tensor = tf.scalar(1);
    expect(asTensor(tensor, 'test')).toBe(tensor);
    expect([asTensor([1, 2], 'test').dtype, asTensor(Int32Array.of(1), 'test').dtype, asTensor({ dtype: 'bool', shape: [], data: Uint8Array.of(1) }, 'test').dtype]).toEqual([
      'float32', 'int32', 'bool',
    ]);
  });
});

test('nested and sizeOf are about shapes', () => {
  expect(nested({ shape: [2, 2], data: [1, 2, 3, 4] })).toEqual([[1, 2], [3, 4]]);
  expect([nested({ shape: [], data: [5] }), nested({ shape: [0], data: [] }), sizeOf([2, 3]), sizeOf([])]).toEqual([5, [], 6, 1]);
});
