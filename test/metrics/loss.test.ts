import * as tf from '@tensorflow/tfjs-core';
import { OptionError, ShapeError } from '../../src/errors';
import { Loss } from '../../src/metrics';
import { useTestBackend } from '../support/backend';

useTestBackend();

const squared = (yPred: tf.Tensor, y: tf.Tensor): tf.Tensor => tf.mean(tf.squaredDifference(yPred, y));

test('weights each batch by its number of examples', () => {
  const loss = new Loss(squared);
  void loss.update([[1, 2, 3], [1, 2, 6]]);
  void loss.update([[0], [1]]);
  expect(loss.compute()).toBe((3 * 3 + 1) / 4);
});

test('the loss gets tensors of plain arrays: float32 predictions, int32 whole targets', () => {
  const seen: string[] = [];
  const loss = new Loss((yPred: tf.Tensor, y: tf.Tensor) => {
    seen.push(`${yPred.dtype} ${y.dtype} ${String(yPred.shape)}`);
    return 1;
  });
  void loss.update([[[1, 2]], [1]]);
  void loss.update([[1], [0.5]]);
  void loss.update([Float32Array.of(1), Float32Array.of(1)]);
  expect(seen).toEqual(['float32 int32 1,2', 'float32 float32 1', 'float32 float32 1']);
});

test('options of the output reach the loss', () => {
  const loss = new Loss((_p: tf.Tensor, _y: tf.Tensor, { scale }: { scale: number }) => scale);
  void loss.update([[1], [1], { scale: 3 }]);
  expect(loss.compute()).toBe(3);
});

test('batchSize gets the targets as the loss does', () => {
  const loss = new Loss(squared, { batchSize: (y) => (y as tf.Tensor).size });
  void loss.update([[[1, 1]], [[0, 0]]]);
  void loss.update([[[2], [2], [2]], [[0], [0], [0]]]);
  expect(loss.compute()).toBe((2 * 1 + 3 * 4) / 5);
});

test.each([
  ['is not reduced', (yPred: tf.Tensor) => tf.square(yPred)],
  ['is no number', () => 'big' as unknown as number],
])('a loss that %s is refused, and the metric stays usable', (_, fn) => {
  let broken = true;
  const loss = new Loss((yPred: tf.Tensor, y: tf.Tensor) => (broken ? fn(yPred) : squared(yPred, y)));
  const before = tf.memory().numTensors;
  expect(() => loss.update([[1, 2], [0, 0]])).toThrow(ShapeError);
  expect(tf.memory().numTensors).toBe(before);
  broken = false;
  void loss.update([[2], [0]]);
  expect(loss.compute()).toBe(4);
});

test('a batch without a size is refused', () => {
  expect(() => new Loss(squared).update([1, 1])).toThrow(ShapeError);
  expect(() => new Loss(squared, { batchSize: () => NaN }).update([[1], [1]])).toThrow(ShapeError);
});

test('refuses what is no loss, and those of tf.losses, which take the labels first', () => {
  expect(() => new Loss('mse' as never)).toThrow(OptionError);
  expect(() => new Loss(tf.losses.meanSquaredError as never)).toThrow(/labels first/);
  expect(() => new Loss(squared, { reduction: 'sum' } as object)).toThrow(OptionError);
});
