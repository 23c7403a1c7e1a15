import * as tf from '@tensorflow/tfjs-core';
import { NotComputableError, OptionError, ShapeError, StateError } from '../../../src/errors';
import { Precision, Recall } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

const scores = [[0.9, 0.1], [0.6, 0.4], [0.2, 0.8]];

describe.each([
  ['Precision', Precision],
  ['Recall', Recall],
] as const)('%s', (_, Ratio) => {
  test('refuses averages that there are not, and averages over samples of other than multilabel data', () => {
    expect(() => new Ratio({ average: 'mean' as never })).toThrow(OptionError);
    expect(() => new Ratio({ average: 'samples' }).update([[1, 0], [1, 0]])).toThrow(OptionError);
  });

  test('a refused update counts nothing', async () => {
    const metric = new Ratio();
    await metric.update([scores, [0, 0, 1]]);
    const value = await metric.compute();
    expect(() => metric.update([scores, [0, 0, 2]])).toThrow(ShapeError);
    expect(() => metric.update([scores, [0, 0]])).toThrow(ShapeError);
    expect(() => metric.update([[[1, 2, 3]], [0]])).toThrow(ShapeError);
    expect(() => metric.update([[1, 0], [1, 0]])).toThrow(StateError);
    expect(await metric.compute()).toEqual(value);
  });

  test('is not computable before the first example', () => {
    expect(() => new Ratio({ average: 'micro' }).compute()).toThrow(NotComputableError);
  });

  test('values that are no class are reported by compute where reads are dear', async () => {
    pretendReadsAreDear();
    const before = tf.memory().numTensors;
    const metric = new Ratio();
    const tensors = [tf.tensor2d(scores), tf.tensor1d([0, 1, 5], 'int32')] as const;
    await metric.update(tensors);
    await expect(async () => metric.compute()).rejects.toThrow(ShapeError);
    tf.dispose([...tensors]);
    metric.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('goes on from a saved state', async () => {
    const [metric, other] = [new Ratio({ average: true }), new Ratio({ average: true })];
    await metric.update([scores, [0, 1, 1]]);
    other.loadStateDict(await metric.stateDict());
    expect(await other.compute()).toBe(await metric.compute());
  });
});
