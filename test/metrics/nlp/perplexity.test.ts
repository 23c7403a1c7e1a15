import * as tf from '@tensorflow/tfjs-core';
import { Engine } from '../../../src/engine';
import { NotComputableError, OptionError, ShapeError } from '../../../src/errors';
import { Perplexity } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

const logits = [[[1, 2, 0], [0, -1, 4]], [[3, 3, 3], [2, 1, 0]]];
const targets = [[0, 2], [1, 0]];

/** The value of tensors, here and where reads are dear. */
async function bothWays(make: () => Perplexity, batches: readonly (readonly [tf.TensorLike, tf.TensorLike])[]): Promise<[number, number]> {
  const values: number[] = [];
  for (const dear of [false, true]) {
    if (dear) pretendReadsAreDear();
    const before = tf.memory().numTensors;
    const metric = make();
    for (const [yPred, y] of batches) {
      const tensors = [tf.tensor(yPred, undefined, 'float32'), tf.tensor(y, undefined, 'int32')] as const;
      await metric.update(tensors);
      tf.dispose([...tensors]);
    }
    values.push(await metric.compute());
    metric.dispose();
    expect(tf.memory().numTensors).toBe(before);
    jest.restoreAllMocks();
  }
  return [values[0] ?? NaN, values[1] ?? NaN];
}

test.each([
  [-100, 2.084736],
  [1, 1.84655],
])("with ignoreIndex %p gives Ignite's value in both layouts, here and on the device", async (ignoreIndex, expected) => {
  const second = logits.map((example) => [0, 1, 2].map((place) => example.map((step) => step[place] ?? NaN)));
  for (const [yPred, layout] of [[logits, 'NHWC'], [second, 'NCHW']] as const) {
    for (const value of await bothWays(() => new Perplexity({ ignoreIndex, layout }), [[yPred, targets]])) expect(value).toBeCloseTo(expected, 5);
  }
});

test('the same chance for every token gives the size of the vocabulary', async () => {
  for (const value of await bothWays(() => new Perplexity(), [[[[0, 0, 0, 0], [7, 7, 7, 7]], [1, 3]]])) expect(value).toBeCloseTo(4, 5);
});

test('weighs batches by their tokens, not as batches', async () => {
  const metric = new Perplexity();
  await metric.update([logits, targets]);
  await metric.update([[[0, 0, 0]], [2]]);
  const expected = Math.exp((4 * Math.log(2.0847361) + Math.log(3)) / 5);
  expect(await metric.compute()).toBeCloseTo(expected, 6);
});

test('logits may be infinite, and NaN where they are ignored', async () => {
  const rows = [[-Infinity, 0, 0], [NaN, NaN, NaN]];
  for (const value of await bothWays(() => new Perplexity(), [[rows, [2, -100]]])) expect(value).toBeCloseTo(2, 5);
  expect(await bothWays(() => new Perplexity(), [[rows, [0, -100]]])).toEqual([Infinity, Infinity]);
  expect(await bothWays(() => new Perplexity(), [[rows, [1, 1]]])).toEqual([NaN, NaN]);
});

test('large logits do not overflow', async () => {
  for (const value of await bothWays(() => new Perplexity(), [[[[1e4, 1e4], [-1e4, -1e4]], [0, 1]]])) expect(value).toBeCloseTo(2, 5);
});

test('takes any dtype, and a pair of lists of an engine', async () => {
  const metric = new Perplexity();
  await metric.update([{ dtype: 'int32', shape: [2, 2], data: Int32Array.of(0, 0, 5, 5) }, { dtype: 'bool', shape: [2], data: Uint8Array.of(0, 1) }]);
  expect(await metric.compute()).toBeCloseTo(2, 12);
  const engine = new Engine(() => [[tf.tensor1d([0, 0, 0]), tf.tensor1d([1, 1, 1])], [2, 0]]);
  new Perplexity().attach(engine, 'perplexity');
  const { metrics } = await engine.run([0]);
  expect(metrics).toEqual({ perplexity: expect.closeTo(3, 5) as number });
  await engine.dispose();
});

test('where reads are dear targets outside the vocabulary are reported by compute, and gone after a reset', async () => {
  pretendReadsAreDear();
  const metric = new Perplexity();
  for (const y of [[3, -100], [-1, 0]]) {
    const tensors = [tf.zeros([2, 3]), tf.tensor1d(y, 'int32')] as const;
    await metric.update(tensors);
    await expect(async () => metric.compute()).rejects.toThrow('Perplexity.y: expected places in the vocabulary, or ignoreIndex');
    metric.reset();
    tf.dispose([...tensors]);
  }
});

test('refuses shapes, targets and options that do not fit, and has no value while all is ignored', async () => {
  const metric = new Perplexity();
  await metric.update([[[0, 0]], [-100]]);
  for (const [yPred, y] of [[[[0, 0]], [2]], [[[0, 0]], [0.5]], [[[0, 0]], [NaN]], [[0, 0], [0, 0]], [[[0, 0]], [[0, 0]]], [[[[0, 0]]], [0]]] as const) {
    expect(() => metric.update([yPred, y])).toThrow(ShapeError);
  }
  expect(() => new Perplexity({ layout: 'NCHW' }).update([[[[0, 0, 0]], [[0, 0, 0]]], [[0], [0]]])).toThrow('expected logits [batch, vocabulary, ...] for targets of shape [2, 1], got');
  await expect(async () => metric.compute()).rejects.toThrow(NotComputableError);
  for (const options of [{ ignoreIndex: 0.5 }, { ignoreIndex: null }, { layout: 'NSC' }]) expect(() => new Perplexity(options as never)).toThrow(OptionError);
});
