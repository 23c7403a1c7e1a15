import * as tf from '@tensorflow/tfjs-core';
import { NotComputableError, OptionError, ShapeError } from '../../../src/errors';
import { HSIC } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';
import { ranks } from '../../support/two-ranks';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

const yPred = [[1, 2, 4, 1], [2, 3, 1, 5], [1, 3, 5, 1], [1, 5, 1, 11]];
const y = [...yPred].reverse().map((row) => row.slice(0, 2));
/** A second batch, of another width. */
const [otherPred, other] = [[[0, 0.5, 2], [1, -1, 0.25], [3, 0, 0], [-2, 1, 1.5]], [[1, 0, -0.5], [0.25, 2, 0], [0, 0, 1], [1, 1, 1]]];
const line = [[0], [1], [2], [3], [4]];
const squares = [[0], [1], [4], [9], [16]];

test.each([
  [{}, 0.0162850060, 0.0947020799],
  [{ sigmaX: 1, sigmaY: 2 }, 0.0074506723, 0.0731450617],
  [{ sigmaX: 2 }, 0.0169547144, 0.0804547369],
])("%p gives Ignite's %p and %p, here and on the device", async (options, expected, ofSquares) => {
  const metric = new HSIC(options);
  for (const [pair, value] of [[[yPred, y], expected], [[line, squares], ofSquares]] as const) {
    metric.reset();
    await metric.update(pair);
    expect(await metric.compute()).toBeCloseTo(value, 8);
  }
  pretendReadsAreDear();
  metric.reset();
  const tensors = [tf.tensor3d(yPred.map((row) => [row.slice(0, 2), row.slice(2)])), tf.tensor2d(y, undefined, 'int32')] as const;
  await metric.update(tensors);
  tf.dispose([...tensors]);
  expect(await metric.compute()).toBeCloseTo(expected, 6);
  metric.dispose();
});

test('is averaged over batches, and over the batches of all ranks', async () => {
  const options = { sigmaX: 2, sigmaY: 1 };
  const whole = new HSIC(options);
  await whole.update([yPred, y]);
  await whole.update([otherPred, other]);
  const expected = await whole.compute();
  expect(expected).toBeCloseTo(0.00798474, 8);
  const shards = [[[yPred, y]], [], [[otherPred, other]]] as const;
  const values = ranks(3).map(async (communicator, rank) => {
    const metric = new HSIC({ ...options, communicator });
    for (const batch of shards[rank] ?? []) await metric.update(batch);
    return metric.compute();
  });
  expect(await Promise.all(values)).toEqual([expected, expected, expected]);
});

test.each(['near', 'dear'])('batches of fewer than 4 are left out, or refused, reads %s', async (reads) => {
  if (reads === 'dear') pretendReadsAreDear();
  const three = tf.tensor2d([[1], [2], [3]]);
  const [lenient, strict] = [new HSIC(), new HSIC({ ignoreInvalidBatch: false })];
  await lenient.update([three, three]);
  expect(() => lenient.compute()).toThrow(NotComputableError);
  expect(() => strict.update([three, three])).toThrow(ShapeError);
  three.dispose();
});

test('is at least 0', async () => {
  const metric = new HSIC();
  await metric.update([[[0], [1], [2], [3]], [[2], [0], [3], [1]]]);
  expect(await metric.compute()).toBe(0);
});

test.each(['near', 'dear'])('NaN when a median is 0, as in Ignite, or a number is NaN, reads %s', async (reads) => {
  if (reads === 'dear') pretendReadsAreDear();
  for (const classes of [[[0], [1], [0], [1], [0]], [[0], [NaN], [1], [2], [5]]]) {
    const metric = new HSIC();
    const tensors = [tf.tensor2d(line), tf.tensor2d(classes)] as const;
    await metric.update(tensors);
    tf.dispose([...tensors]);
    expect(await metric.compute()).toBeNaN();
    metric.dispose();
  }
});

test('refuses options and shapes that do not fit', () => {
  for (const options of [{ sigmaX: 0 }, { sigmaY: 0 }, { sigmaX: '1' }, { ignoreInvalidBatch: 1 }]) expect(() => new HSIC(options as never)).toThrow(OptionError);
  const metric = new HSIC();
  for (const pair of [[[1, 2, 3, 4], [1, 2, 3, 4]], [line, yPred], [line, [1, 2, 3, 4, 5]]]) expect(() => metric.update(pair as never)).toThrow(ShapeError);
});
