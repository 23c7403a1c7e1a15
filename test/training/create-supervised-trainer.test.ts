import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { Engine, Events } from '../../src/engine';
import { DataError, OptionError, ShapeError } from '../../src/errors';
import { crossEntropy, mse } from '../../src/losses';
import type { Trainable } from '../../src/optim';
import { Adam, SGD, fromTf } from '../../src/optim';
import { createSupervisedTrainer, supervisedTrainingStep } from '../../src/training';
import { useTestBackend } from '../support/backend';
import { onDeviceBackend } from '../support/device-backend';

useTestBackend();

type Pair = [tf.Tensor, tf.Tensor];

/** y = w x + b from the origin. */
function line(): { model: Trainable; values: () => number[] } {
  const [w, b] = [tf.variable(tf.zeros([1, 1])), tf.variable(tf.zeros([1]))];
  const model: Trainable = {
    forward: (x) => tf.add(tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D), b),
    parameters: () => [{ name: 'w', variable: w }, { name: 'b', variable: b }],
    buffers: () => [],
  };
  return { model, values: () => [...w.dataSync(), ...b.dataSync()] };
}

const batch = (x: number, y: number): Pair => [tf.tensor2d([[x]]), tf.tensor2d([[y]])];

function mlp(): layers.Sequential {
  return layers.sequential({
    layers: [
      layers.layers.dense({ units: 4, inputShape: [3], activation: 'relu', kernelInitializer: layers.initializers.glorotUniform({ seed: 1 }) }),
      layers.layers.batchNormalization(),
      layers.layers.dense({ units: 2, kernelInitializer: layers.initializers.glorotUniform({ seed: 2 }) }),
    ],
  });
}

const classBatch = (): Pair => [tf.randomNormal([6, 3], 0, 1, 'float32', 3), tf.tensor1d([0, 1, 0, 1, 1, 0], 'int32')];

describe('createSupervisedTrainer', () => {
  it('outputs the loss as a number, without a promise where reads are copies', () => {
    const { model, values } = line();
    const step = supervisedTrainingStep(model, new SGD(model, { lr: 0.25 }), mse);
    expect(step(new Engine(step), batch(1, 2))).toBe(4);
    expect(values()).toEqual([1, 1]);
  });

  it('outputs the loss as a number on a device whose reads are awaited', async () => {
    await onDeviceBackend(async () => {
      const { model, values } = line();
      const trainer = createSupervisedTrainer(model, new SGD(model, { lr: 0.25 }), mse);
      const { output } = await trainer.run([batch(1, 2)]);
      expect([output, ...values()]).toEqual([4, 1, 1]);
    });
  });

  it('trains a layers model and keeps the running statistics of its batch normalisation', async () => {
    const model = mlp();
    const mean = () => [...(model.layers[1]?.getWeights()[2]?.dataSync() ?? [])];
    const before = mean();
    const trainer = createSupervisedTrainer(model, new Adam(model, { lr: 0.05 }), crossEntropy);
    const losses: number[] = [];
    trainer.on(Events.ITERATION_COMPLETED, ({ state }) => losses.push(state.output ?? NaN));
    await trainer.run([classBatch()], { maxEpochs: 60 });
    expect(losses.at(-1)).toBeLessThan(0.5 * (losses[0] ?? NaN));
    expect(mean()).not.toEqual(before);
  });

  it('leaves frozen layers as they are', async () => {
    const model = mlp();
    const first = model.layers[0] as layers.layers.Layer;
    first.trainable = false;
    const before = first.getWeights().map((weight) => [...weight.dataSync()]);
    const optimizer = new Adam(model);
    await createSupervisedTrainer(model, optimizer, crossEntropy).run([classBatch()], { maxEpochs: 3 });
    expect(first.getWeights().map((weight) => [...weight.dataSync()])).toEqual(before);
    expect(optimizer.parameters.map(({ name }) => name)).not.toContain('layers.0/kernel');
  });

  it.each([
    ['a pair', (pair: Pair) => pair],
    ['xs and ys', ([xs, ys]: Pair) => ({ xs, ys })],
  ])('takes a batch that is %s', async (_, form) => {
    const { model } = line();
    const trainer = createSupervisedTrainer(model, new SGD(model), mse);
    expect((await trainer.run([form(batch(1, 3))])).output).toBe(9);
  });

  it('feeds several inputs by the names of the model', async () => {
    const [a, b] = [layers.input({ shape: [1], name: 'a' }), layers.input({ shape: [1], name: 'b' })];
    const sum = layers.layers.add().apply([a, b]) as layers.SymbolicTensor;
    const out = layers.layers.dense({ units: 1, kernelInitializer: 'ones' }).apply(sum) as layers.SymbolicTensor;
    const model = layers.model({ inputs: [a, b], outputs: out });
    const trainer = createSupervisedTrainer(model, new SGD(model), mse, {
      prepareBatch: ({ xs, ys }: { xs: Record<string, tf.Tensor>; ys: tf.Tensor }) => [xs, ys] as const,
    });
    const { output } = await trainer.run([{ xs: { b: tf.ones([1, 1]), a: tf.ones([1, 1]) }, ys: tf.zeros([1, 1]) }]);
    expect(output).toBe(4);
  });

  it('takes a tf.Optimizer', async () => {
    const { model, values } = line();
    await createSupervisedTrainer(model, tf.train.sgd(0.25), mse).run([batch(1, 2)]);
    expect(values()).toEqual([1, 1]);
  });

  it('calls model and transforms as it is told', async () => {
    const { model } = line();
    const seen: unknown[] = [];
    const trainer = createSupervisedTrainer(model, new SGD(model, { lr: 0 }), (yPred: tf.Tensor, y: tf.Tensor) => mse(yPred, y), {
      prepareBatch: (x: number, mode) => {
        seen.push(mode);
        return [tf.tensor2d([[x]]), tf.tensor2d([[x]])] as const;
      },
      modelFn: (_, x: tf.Tensor, mode) => {
        seen.push(mode);
        return { logits: model.forward(x, mode) };
      },
      modelTransform: ({ logits }: { logits: tf.Tensor }) => tf.add(logits, 5),
      outputTransform: ({ x, yPred }) => [x.dataSync()[0], yPred.dataSync()[0]],
    });
    const { output } = await trainer.run([7]);
    expect(output).toEqual([7, 5]);
    expect(seen).toEqual([{ training: true }, { training: true }]);
  });

  it('waits for a batch that is prepared later', async () => {
    const { model } = line();
    const trainer = createSupervisedTrainer(model, new SGD(model), mse, { prepareBatch: async (x: number) => Promise.resolve(batch(x, 2)) });
    expect((await trainer.run([1])).output).toBe(4);
  });
});

describe('what a trainer leaves behind', () => {
  const kinds: Record<string, () => Engine<Pair>> = {
    'with the loss as output': () => {
      const model = mlp();
      return createSupervisedTrainer(model, new Adam(model), crossEntropy);
    },
    'with tensors as output': () => {
      const model = mlp();
      return createSupervisedTrainer(model, new Adam(model), crossEntropy, {
        outputTransform: ({ x, y, yPred, loss }) => ({ x, y, yPred, loss, more: tf.add(loss, 1) }),
      }) as unknown as Engine<Pair>;
    },
    'with batches that are prepared': () => {
      const model = mlp();
      return createSupervisedTrainer(model, new Adam(model), crossEntropy, {
        prepareBatch: ([x, y]: Pair) => [tf.mul(x, 2), y] as const,
        outputTransform: ({ x, yPred }) => [x, yPred],
      });
    },
    'with batches that are prepared later': () => {
      const model = mlp();
      return createSupervisedTrainer(model, new Adam(model), crossEntropy, { prepareBatch: ([x, y]: Pair) => Promise.resolve([tf.mul(x, 2), tf.clone(y)] as const) });
    },
    'with accumulation and clipping': () => {
      const model = mlp();
      return createSupervisedTrainer(model, new Adam(model), crossEntropy, { gradientAccumulationSteps: 2, flushAtEpochEnd: true, clipGradNorm: 1, clipGradValue: 0.5 });
    },
  };

  it.each(Object.entries(kinds))('%s is nothing after the first epoch but the last output', async (_, make) => {
    const data = [classBatch(), classBatch(), classBatch()];
    const trainer = make();
    const counts: number[] = [];
    trainer.on(Events.EPOCH_COMPLETED, () => counts.push(tf.memory().numTensors));
    await trainer.run(data, { maxEpochs: 3 });
    expect(counts[2]).toBe(counts[0]);
    const held = tf.memory().numTensors;
    await trainer.dispose();
    expect(tf.memory().numTensors).toBeLessThanOrEqual(held);
    for (const [x, y] of data) expect([x.isDisposed, y.isDisposed]).toEqual([false, false]);
  });

  it.each([
    ['the loss', { lossFn: () => { throw new Error('stop'); } }],
    ['the output', { outputTransform: () => { throw new Error('stop'); } }],
  ])('after an error in %s is nothing', async (_, { lossFn, outputTransform }: { lossFn?: () => never; outputTransform?: () => never }) => {
    const { model } = line();
    const optimizer = new SGD(model);
    const trainer = createSupervisedTrainer(model, optimizer, lossFn ?? mse, {
      prepareBatch: (x: number) => batch(x, 2),
      outputTransform,
    });
    await expect(trainer.run([1])).rejects.toThrow('stop');
    const before = tf.memory().numTensors;
    await expect(trainer.run([1])).rejects.toThrow('stop');
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('gradient accumulation', () => {
  const data = () => [batch(1, 2), batch(2, 1), batch(-1, 3)];

  it('counts iterations over epochs, as Ignite does', async () => {
    const { model, values } = line();
    const trainer = createSupervisedTrainer(model, new SGD(model, { lr: 0.1 }), mse, { gradientAccumulationSteps: 2 });
    const steps: number[] = [];
    let before = values().join();
    trainer.on(Events.ITERATION_COMPLETED, ({ state }) => {
      if (values().join() !== before) steps.push(state.iteration);
      before = values().join();
    });
    await trainer.run(data(), { maxEpochs: 2 });
    expect(steps).toEqual([2, 4, 6]);
  });

  it('of all batches is a step on the mean of their gradients', async () => {
    const [split, whole] = [line(), line()];
    await createSupervisedTrainer(split.model, new SGD(split.model, { lr: 0.1 }), mse, { gradientAccumulationSteps: 3 }).run(data());
    const joined: Pair = [tf.tensor2d([[1], [2], [-1]]), tf.tensor2d([[2], [1], [3]])];
    await createSupervisedTrainer(whole.model, new SGD(whole.model, { lr: 0.1 }), mse).run([joined]);
    split.values().forEach((value, index) => expect(value).toBeCloseTo(whole.values()[index] ?? NaN, 5));
  });

  it('with flushAtEpochEnd ends every epoch with a step on what is left', async () => {
    const [flushed, apart] = [line(), line()];
    await createSupervisedTrainer(flushed.model, new SGD(flushed.model, { lr: 0.1 }), mse, { gradientAccumulationSteps: 2, flushAtEpochEnd: true }).run(data());
    const joined: Pair = [tf.tensor2d([[1], [2]]), tf.tensor2d([[2], [1]])];
    await createSupervisedTrainer(apart.model, new SGD(apart.model, { lr: 0.1 }), mse).run([joined, batch(-1, 3)]);
    flushed.values().forEach((value, index) => expect(value).toBeCloseTo(apart.values()[index] ?? NaN, 5));
  });

  it('that was cut off resumes from the optimizer with the same bits', async () => {
    const [whole, first, second] = [line(), line(), line()];
    const options = { gradientAccumulationSteps: 2 };
    await createSupervisedTrainer(whole.model, new Adam(whole.model), mse, options).run(data(), { maxEpochs: 2 });

    const optimizer = new Adam(first.model);
    const trainer = createSupervisedTrainer(first.model, optimizer, mse, options);
    await trainer.run(data(), { maxEpochs: 1 });
    for (const [index, { variable }] of second.model.parameters().entries()) variable.assign(tf.clone(first.model.parameters()[index]?.variable as tf.Variable));
    const restored = new Adam(second.model);
    restored.loadStateDict(await optimizer.stateDict());
    const resumed = createSupervisedTrainer(second.model, restored, mse, options);
    resumed.loadStateDict({ ...trainer.stateDict(), maxEpochs: 2 });
    await resumed.run(data());
    expect(second.values()).toEqual(whole.values());
  });
});

describe('clipping', () => {
  it('limits the norm, and the elements, of the gradients that make a step', async () => {
    const [free, byNorm, byValue] = [line(), line(), line()];
    const train = (model: Trainable, options: object) => createSupervisedTrainer(model, new SGD(model, { lr: 1 }), mse, options).run([batch(3, 2)]);
    await train(free.model, {});
    await train(byNorm.model, { clipGradNorm: 1 });
    await train(byValue.model, { clipGradValue: 5 });
    expect(free.values()).toEqual([12, 4]); // the gradient is -2 * 2 * [3, 1]
    expect(Math.hypot(...byNorm.values())).toBeCloseTo(1, 5);
    expect(byValue.values()).toEqual([5, 4]);
  });
});

describe('bad input', () => {
  const make = (options: object, lossFn: unknown = mse) => {
    const { model } = line();
    return createSupervisedTrainer(model, new SGD(model), lossFn as typeof mse, options);
  };

  it.each([
    ['an unknown option', () => make({ accumulate: 2 })],
    ['no accumulation', () => make({ gradientAccumulationSteps: 0 })],
    ['a clip of 0', () => make({ clipGradNorm: 0 })],
    ['a transform that is no function', () => make({ outputTransform: 3 })],
    ['a loss of tf.losses', () => make({}, tf.losses.meanSquaredError)],
    ['no loss', () => make({}, null)],
    ['no model', () => createSupervisedTrainer({} as Trainable, new SGD(line().model), mse)],
    ['no optimizer', () => createSupervisedTrainer(line().model, {} as never, mse)],
    ['an optimizer of another model', () => createSupervisedTrainer(line().model, new SGD(line().model), mse)],
    ['an adapter of another model', () => createSupervisedTrainer(line().model, fromTf(tf.train.sgd(1), line().model), mse)],
  ])('is refused: %s', (_, construct) => {
    expect(construct).toThrow(OptionError);
  });

  it('is refused when it comes: a batch of another form, a loss that is no scalar, an output that comes later', async () => {
    await expect(make({}).run([tf.zeros([1, 1])] as never)).rejects.toThrow(DataError);
    await expect(make({}, () => tf.zeros([2])).run([batch(1, 1)])).rejects.toThrow(ShapeError);
    await expect(make({ outputTransform: async () => Promise.resolve(1) }).run([batch(1, 1)])).rejects.toThrow('not a promise');
  });

  it('names an input of the model that a batch lacks', async () => {
    const model = mlp();
    const trainer = createSupervisedTrainer(model, new SGD(model), crossEntropy);
    await expect(trainer.run([{ xs: {} as unknown as tf.Tensor, ys: tf.zeros([1], 'int32') }])).rejects.toThrow(model.inputNames[0]);
  });
});

describe('the loop of a default trainer', () => {
  it('lets timers run', async () => {
    const { model } = line();
    const trainer = createSupervisedTrainer(model, new SGD(model), mse);
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 1);
    trainer.on(Events.ITERATION_COMPLETED, () => {
      if (ticks === 3) trainer.terminate();
    });
    const data = batch(1, 2);
    await trainer.run(Array.from({ length: 1000 }, () => data), { maxEpochs: 50 });
    clearInterval(timer);
    expect(ticks).toBe(3);
  });
});
