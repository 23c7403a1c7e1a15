import * as tf from '@tensorflow/tfjs-core';
import { collate } from '../../src/data';
import type { LabelledSample, Stackable } from '../../src/data';
import { DataError, ShapeError } from '../../src/errors';
import { useTestBackend } from '../support/backend';

useTestBackend();

const image = (value: number): Stackable => ({ dtype: 'float32', shape: [2, 1, 3], data: new Float32Array(6).fill(value) });

async function collated(samples: readonly LabelledSample[]): Promise<{ x: [string, number[], number[]]; y: [string, number[], number[]] }> {
  const [x, y] = collate(samples);
  const told = { x: [x.dtype, x.shape, [...(await x.data())]] as [string, number[], number[]], y: [y.dtype, y.shape, [...(await y.data())]] as [string, number[], number[]] };
  tf.dispose([x, y]);
  return told;
}

it('images of shape [h, w, 3] become one float32 tensor [n, h, w, 3], class numbers int32 [n]', async () => {
  expect(await collated([[image(1), 4], [image(2), 0]])).toEqual({ x: ['float32', [2, 2, 1, 3], [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2]], y: ['int32', [2], [4, 0]] });
});

it.each<[string, Stackable, string, number[], number[]]>([
  ['a number', 1.5, 'float32', [1], [1.5]],
  ['an array of numbers', [1, 2.5], 'float32', [1, 2], [1, 2.5]],
  ['a Float64Array', Float64Array.of(1, 2), 'float32', [1, 2], [1, 2]],
  ['an Int32Array', Int32Array.of(7, -7), 'int32', [1, 2], [7, -7]],
  ['a Uint8Array', Uint8Array.of(255), 'int32', [1, 1], [255]],
  ['a BigInt64Array', BigInt64Array.of(-3n), 'int32', [1, 1], [-3]],
  ['a host tensor of bool', { dtype: 'bool', shape: [2], data: Uint8Array.of(1, 0) }, 'bool', [1, 2], [1, 0]],
  ['a scalar host tensor', { dtype: 'float64', shape: [], data: Float64Array.of(0.5) }, 'float32', [1], [0.5]],
])('%s as an input', async (_, value, dtype, shape, data) => {
  expect((await collated([[value, 0]])).x).toEqual([dtype, shape, data]);
});

it('a target for regression is given as an array', async () => {
  expect((await collated([[1, Float32Array.of(0.25)]])).y).toEqual(['float32', [1, 1], [0.25]]);
});

it('tfjs tensors are stacked and stay the dataset\'s', () => {
  const before = tf.memory().numTensors;
  const rows = [tf.tensor1d([1, 2]), tf.tensor1d([3, 4])];
  const [x, y] = collate(rows.map((row, index) => [row, index] as const));
  expect([...x.dataSync()]).toEqual([1, 2, 3, 4]);
  tf.dispose([x, y]);
  expect(rows.every((row) => !row.isDisposed)).toBe(true);
  tf.dispose(rows);
  expect(tf.memory().numTensors).toBe(before);
});

it.each<[string, LabelledSample[]]>([
  ['images of two sizes', [[image(1), 0], [{ dtype: 'float32', shape: [1, 1, 3], data: new Float32Array(3) }, 0]]],
  ['arrays of two lengths', [[[1], 0], [[1, 2], 0]]],
  ['two element types', [[Float32Array.of(1), 0], [Int32Array.of(1), 0]]],
  ['a number beside an array', [[1, 0], [[1], 0]]],
  ['a class number that is no integer', [[1, 0.5]]],
  ['half precision', [[{ dtype: 'float16', shape: [1], data: new Uint16Array(1) }, 0]]],
  ['something that cannot be stacked', [['cat' as never, 0]]],
  ['decoded pixels without ToTensor', [[{ width: 1, height: 1, data: new Uint8Array(3) } as never, 0]]],
])('%s are refused, and no tensor stays behind', (_, samples) => {
  const before = tf.memory().numTensors;
  expect(() => collate(samples)).toThrow(ShapeError);
  expect(tf.memory().numTensors).toBe(before);
});

it('tensors of two shapes are refused', () => {
  const rows = [tf.scalar(1), tf.tensor1d([1])];
  expect(() => collate(rows.map((row) => [row, 0] as const))).toThrow(ShapeError);
  expect(() => collate([[tf.scalar(1), 0], [1, 0]])).toThrow(ShapeError);
  tf.dispose(rows);
});

it('no sample is refused', () => {
  expect(() => collate([])).toThrow(DataError);
});
