import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { Events } from '../../src/engine';
import { DataError, OptionError } from '../../src/errors';
import { crossEntropy, mse } from '../../src/losses';
import { Accuracy, Loss } from '../../src/metrics';
import { createSupervisedEvaluator } from '../../src/training';
import { useTestBackend } from '../support/backend';

useTestBackend();

type Pair = [tf.Tensor, tf.Tensor];

function scaled(): layers.Sequential {
  return layers.sequential({
    layers: [
      layers.layers.dense({ units: 2, inputShape: [2], kernelInitializer: 'identity' }),
      layers.layers.dropout({ rate: 0.5 }),
      layers.layers.batchNormalization({ epsilon: 0 }),
    ],
  });
}

const data = (): Pair[] => [
  [tf.tensor2d([[2, 1], [0, 3]]), tf.tensor1d([0, 1], 'int32')],
  [tf.tensor2d([[5, 1]]), tf.tensor1d([1], 'int32')],
];

describe('createSupervisedEvaluator', () => {
  it('predicts in inference mode and outputs predictions and targets', async () => {
    const model = scaled();
    const before = model.getWeights().map((weight) => [...weight.dataSync()]);
    const evaluator = createSupervisedEvaluator(model);
    const { output } = await evaluator.run(data());
    expect(output?.map((tensor) => tensor.arraySync())).toEqual([[[5, 1]], [1]]);
    expect(model.getWeights().map((weight) => [...weight.dataSync()])).toEqual(before);
  });

  it('attaches each metric under its key', async () => {
    const evaluator = createSupervisedEvaluator(scaled(), { metrics: { accuracy: new Accuracy(), loss: new Loss(crossEntropy) } });
    const { metrics } = await evaluator.run(data());
    expect(metrics.accuracy).toBeCloseTo(2 / 3, 6);
    const expected = (Math.log(1 + Math.exp(-1)) + Math.log(1 + Math.exp(-3)) + Math.log(1 + Math.exp(4))) / 3;
    expect(metrics.loss).toBeCloseTo(expected, 5);
  });

  it('keeps the predictions of the last batch until the next run, and never the caller\'s tensors', async () => {
    const batches = data();
    const evaluator = createSupervisedEvaluator(scaled(), { metrics: { accuracy: new Accuracy() } });
    await evaluator.run(batches);
    const counts: number[] = [];
    evaluator.on(Events.COMPLETED, () => counts.push(tf.memory().numTensors));
    await evaluator.run(batches);
    await evaluator.run(batches);
    expect(counts[1]).toBe(counts[0]);
    const held = tf.memory().numTensors;
    await evaluator.dispose();
    expect(tf.memory().numTensors).toBe(held - 1);
    expect(batches.flat().every((tensor) => !tensor.isDisposed)).toBe(true);
  });

  it('disposes what prepareBatch made, unless it is part of the output', async () => {
    const model = scaled();
    const made: tf.Tensor[] = [];
    const evaluator = createSupervisedEvaluator(model, {
      prepareBatch: ([x, y]: Pair, { training }) => {
        expect(training).toBe(false);
        made.push(tf.mul(x, 2), tf.clone(y));
        return made.slice(-2) as Pair;
      },
    });
    await evaluator.run(data());
    expect(made.map((tensor) => tensor.isDisposed)).toEqual([true, true, true, false]);
    await evaluator.dispose();
    expect(made.every((tensor) => tensor.isDisposed)).toBe(true);
  });

  it('calls model and transforms as it is told', async () => {
    const evaluator = createSupervisedEvaluator(scaled(), {
      modelFn: (_, x: tf.Tensor) => [x, tf.add(x, 1)] as const,
      modelTransform: ([, second]: readonly [tf.Tensor, tf.Tensor]) => second,
      outputTransform: ({ yPred, y }) => ({ yPred, y }),
      metrics: { loss: new Loss(crossEntropy) },
    });
    const { output } = await evaluator.run([data()[1] as Pair]);
    expect(output?.yPred.arraySync()).toEqual([[6, 2]]);
  });

  it('refuses unknown options, what is no metric, no model, and batches of another form', async () => {
    expect(() => createSupervisedEvaluator(scaled(), { metric: {} } as object)).toThrow(OptionError);
    expect(() => createSupervisedEvaluator(scaled(), { metrics: { loss: mse as never } })).toThrow('createSupervisedEvaluator.metrics.loss');
    expect(() => createSupervisedEvaluator({} as never)).toThrow(OptionError);
    await expect(createSupervisedEvaluator(scaled()).run([3] as never)).rejects.toThrow(DataError);
  });
});
