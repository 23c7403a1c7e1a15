import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { Engine, Events } from '../../src/engine';
import { CheckpointError, OptionError, ShapeError, StateError } from '../../src/errors';
import { Checkpoint, EMAHandler, decodeCheckpoint, memoryStore } from '../../src/handlers';
import type { Model } from '../../src/optim';
import { Adam, modelState, weightsOf } from '../../src/optim';
import * as losses from '../../src/losses';
import { createSupervisedTrainer } from '../../src/training';
import { useTestBackend } from '../support/backend';

useTestBackend();

const quiet = { info: jest.fn(), warn: jest.fn(), error: jest.fn() };

const network = () =>
  sequential({
    layers: [
      layers.dense({ name: 'dense', units: 2, inputShape: [2], kernelInitializer: 'ones', useBias: false, trainable: false }),
      layers.batchNormalization({ name: 'norm', momentum: 0.5 }),
    ],
  });

/** A model of one number, with a buffer of each kind. */
function tiny() {
  const [w, mean, count] = [tf.variable(tf.scalar(0)), tf.variable(tf.scalar(0)), tf.variable(tf.scalar(0, 'int32'))];
  const model = {
    forward: (x: tf.Tensor) => tf.mul(x, w),
    parameters: () => [{ name: 'w', variable: w }],
    buffers: () => [{ name: 'mean', variable: mean }, { name: 'count', variable: count }],
  };
  const set = (value: number) => tf.tidy(() => [w, mean, count].forEach((variable) => variable.assign(tf.scalar(value, variable.dtype))));
  const read = async () => Promise.all([w, mean, count].map(async (variable) => (await variable.data())[0]));
  return { model, set, read };
}

const bits = async (model: Model) => Promise.all(weightsOf(model).map(async ({ variable }) => [...new Uint32Array(Float32Array.from(await variable.data()).buffer)]));

describe('averages', () => {
  it.each([
    ['copy', [6, 8, 8]],
    ['update', [6, 6, 8]],
    ['ema_train', [6, 0, 0]],
  ] as const)('with buffers by the rule %s', async (handleBuffers, expected) => {
    const { model, set, read } = tiny();
    const ema = new EMAHandler({ model, momentum: 0.75, handleBuffers });
    set(8);
    ema.handle(new Engine(() => 0));
    expect(await ema.withAveragedWeights(read)).toEqual(expected);
    expect(await read()).toEqual([8, 8, 8]);
  });

  it('of copied buffers stay as they are when the model goes on', async () => {
    const { model, set, read } = tiny();
    const ema = new EMAHandler({ model });
    set(8);
    ema.handle(new Engine(() => 0));
    set(9);
    expect((await ema.withAveragedWeights(read)).slice(1)).toEqual([8, 8]);
  });

  it('take in frozen parameters of a layers model, and its running statistics as buffers', async () => {
    const model = network();
    const ema = new EMAHandler({ model, momentum: 0.5 });
    for (const { variable } of weightsOf(model)) tf.tidy(() => variable.assign(tf.fill(variable.shape, 3)));
    ema.handle(new Engine(() => 0));
    const { weights } = await ema.stateDict();
    const values = Object.entries(weights as Record<string, { data: Float32Array }>).map(([name, { data }]) => [name, data[0]]);
    expect(values).toEqual([['dense/kernel', 2], ['norm/gamma', 2], ['norm/beta', 1.5], ['norm/moving_mean', 3], ['norm/moving_variance', 3]]);
  });
});

describe('the momentum', () => {
  const momenta = async (options: object, attachment: object, updates = 4) => {
    const engine = new Engine(() => 0);
    const ema = new EMAHandler({ model: tiny().model, momentum: 0.25, logger: quiet, ...options });
    ema.attach(engine, attachment);
    const seen: unknown[] = [];
    engine.on(Events.ITERATION_COMPLETED, ({ state }) => seen.push(Object.values(state.attributes)[0]));
    await engine.run(Array.from({ length: updates }, () => 0));
    return seen;
  };

  it('warms up in a line, under any name', async () => {
    expect(await momenta({ momentumWarmup: 0.75, warmupIters: 3 }, { name: 'mine' })).toEqual([0.75, 0.5, 0.25, 0.25]);
    expect(await momenta({ momentumWarmup: 0, warmupIters: 2 }, {})).toEqual([0, 0.25, 0.25, 0.25]);
    expect(await momenta({ momentumWarmup: 1, warmupIters: 1 }, {})).toEqual([1, 0.25, 0.25, 0.25]);
  });

  it('warms up by updates, not by iterations', async () => {
    expect(await momenta({ momentumWarmup: 0.75, warmupIters: 3 }, { event: Events.ITERATION_COMPLETED.every(2) }, 6)).toEqual([0.25, 0.75, 0.75, 0.5, 0.5, 0.25]);
  });

  it('is what a handler writes to the attribute', async () => {
    const { model, set, read } = tiny();
    const engine = new Engine(() => set(8));
    engine.on(Events.ITERATION_COMPLETED, ({ state }) => void (state.attributes.emaMomentum = 0.5));
    const ema = new EMAHandler({ model });
    ema.attach(engine);
    await engine.run([0]);
    expect((await ema.withAveragedWeights(read))[0]).toBe(4);
  });

  it('keeps an attribute that is there, with a warning that can be turned off', () => {
    const engine = new Engine(() => 0);
    engine.state.attributes.emaMomentum = 0.5;
    const ema = new EMAHandler({ model: tiny().model, logger: quiet });
    quiet.warn.mockClear();
    ema.attach(engine, { warnIfExists: false });
    expect(quiet.warn).not.toHaveBeenCalled();
    ema.attach(engine);
    expect(quiet.warn).toHaveBeenCalledTimes(1);
    expect(engine.state.attributes.emaMomentum).toBe(0.5);
  });

  it('is refused where another handler has put something else there', () => {
    const engine = new Engine(() => 0);
    engine.state.attributes.emaMomentum = 'high';
    expect(() => new EMAHandler({ model: tiny().model }).handle(engine)).toThrow(OptionError);
  });
});

describe('withAveragedWeights', () => {
  const trained = () => {
    const parts = tiny();
    const ema = new EMAHandler({ model: parts.model, momentum: 0.5 });
    parts.set(8);
    ema.handle(new Engine(() => 0));
    return { ...parts, ema };
  };

  it('gives what the function gives, a promise only for a promise', async () => {
    const { ema } = trained();
    expect(ema.withAveragedWeights(() => 1)).toBe(1);
    const pending = ema.withAveragedWeights(() => Promise.resolve(2));
    expect(pending).toBeInstanceOf(Promise);
    expect(await pending).toBe(2);
  });

  it('puts the weights back when the function throws or its promise is rejected', async () => {
    const { ema, read } = trained();
    const fail = (): never => {
      throw new Error('boom');
    };
    expect(() => ema.withAveragedWeights(fail)).toThrow('boom');
    await expect(ema.withAveragedWeights(() => Promise.reject(new Error('boom')))).rejects.toThrow('boom');
    expect(await read()).toEqual([8, 8, 8]);
    expect(await ema.withAveragedWeights(read)).toEqual([4, 8, 8]);
  });

  it('refuses meanwhile what would take the weights for the averages', () => {
    const { ema, model } = trained();
    ema.withAveragedWeights(() => {
      expect(() => ema.withAveragedWeights(() => 0)).toThrow(StateError);
      expect(() => ema.handle(new Engine(() => 0))).toThrow(StateError);
      expect(() => ema.copyTo(model)).toThrow(StateError);
      expect(() => ema.dispose()).toThrow(StateError);
    });
  });

  it('lets checkpoints see the averages, as the model and as the handler', async () => {
    const { ema, model } = trained();
    const store = memoryStore();
    const evaluator = new Engine(() => 0);
    evaluator.on(Events.COMPLETED, new Checkpoint({ toSave: { model, ema }, store }));
    await ema.withAveragedWeights(() => evaluator.run([0]));
    const saved = (await decodeCheckpoint(await store.read((await store.list())[0] ?? ''))) as { model: { w: { data: number[] } }; ema: { weights: { w: { data: number[] } } } };
    expect([saved.model.w.data[0], saved.ema.weights.w.data[0]]).toEqual([4, 4]);
  });

  it('keeps statistics that a pass in training mode makes of the averaged model', async () => {
    const model = network();
    const ema = new EMAHandler({ model, handleBuffers: 'ema_train' });
    const before = await bits(model);
    ema.withAveragedWeights(() => tf.tidy(() => void model.apply(tf.tensor2d([[2, 0], [4, 0]]), { training: true })));
    expect(await bits(model)).toEqual(before);
    ema.handle(new Engine(() => 0));
    const { weights } = await ema.stateDict();
    expect((weights as Record<string, { data: Float32Array }>)['norm/moving_mean']?.data[0]).toBe(1.5);
  });
});

describe('copyTo', () => {
  it('writes the averages into another model', async () => {
    const { model } = tiny();
    const other = tiny();
    const ema = new EMAHandler({ model });
    other.set(5);
    ema.copyTo(other.model);
    expect(await other.read()).toEqual([0, 0, 0]);
  });

  it('refuses a model of other weights and leaves it as it was', async () => {
    const other = tiny();
    other.set(5);
    const ema = new EMAHandler({ model: tiny().model });
    expect(() => ema.copyTo({ ...other.model, buffers: () => [] })).toThrow(ShapeError);
    expect(await other.read()).toEqual([5, 5, 5]);
  });
});

describe('a resumed run', () => {
  const batches = () => Array.from({ length: 6 }, (_, index) => [tf.fill([4, 2], index), tf.ones([4, 2])] as const);

  const start = () => {
    const model = network();
    const optimizer = new Adam(model, { lr: 0.1 });
    const trainer = createSupervisedTrainer(model, optimizer, losses.mse);
    const ema = new EMAHandler({ model, momentum: 0.1, momentumWarmup: 0.9, warmupIters: 9, handleBuffers: 'update' });
    ema.attach(trainer);
    return { model, trainer, ema, toSave: { model: modelState(model), optimizer, trainer, ema } };
  };

  it('ends with the same bits', async () => {
    const [whole, first, second] = [start(), start(), start()];
    await whole.trainer.run(batches(), { maxEpochs: 2 });
    await first.trainer.run(batches(), { maxEpochs: 1 });
    for (const [name, object] of Object.entries(first.toSave)) await second.toSave[name as 'ema'].loadStateDict(await object.stateDict());
    await second.trainer.run(batches(), { maxEpochs: 2 });

    expect(second.trainer.state.iteration).toBe(12);
    expect(second.trainer.state.attributes.emaMomentum).toBe(0.1);
    expect(await second.ema.stateDict()).toEqual(await whole.ema.stateDict());
    expect(await bits(second.model)).toEqual(await bits(whole.model));
  });

  it('takes a state as a whole or not at all', async () => {
    const { ema } = start();
    const before = await ema.stateDict();
    const bad = [{}, { ...before, updates: -1 }, { updates: 3, weights: [] }, { updates: 3, weights: {} }, { ...(await new EMAHandler({ model: tiny().model }).stateDict()), updates: 3 }];
    for (const state of bad) await expect(ema.loadStateDict(state)).rejects.toThrow(CheckpointError);
    expect(await ema.stateDict()).toEqual(before);
    await expect(ema.withAveragedWeights(() => ema.loadStateDict(before))).rejects.toThrow(StateError);
  });
});

it.each([
  [{ momentum: 0 }],
  [{ momentum: 1 }],
  [{ momentumWarmup: 0.5 }],
  [{ warmupIters: 5 }],
  [{ momentumWarmup: 1.5, warmupIters: 5 }],
  [{ momentumWarmup: 0.5, warmupIters: 0 }],
  [{ handleBuffers: 'other' }],
  [{ model: {} }],
])('refuses %j', (options) => {
  expect(() => new EMAHandler({ model: tiny().model, ...(options as object) })).toThrow(OptionError);
});

it('refuses an event that is none', () => {
  expect(() => new EMAHandler({ model: tiny().model }).attach(new Engine(() => 0), { event: 'ITERATION' as never })).toThrow(OptionError);
});

it('leaves no tensor behind', async () => {
  const model = network();
  const before = tf.memory().numTensors;
  const ema = new EMAHandler({ model, momentum: 0.5, handleBuffers: 'update' });
  const held = tf.memory().numTensors;
  const engine = new Engine(() => 0);
  const handle = ema.attach(engine);
  await engine.run([1, 2, 3]);
  ema.withAveragedWeights(() => 0);
  await ema.loadStateDict(await ema.stateDict());
  ema.copyTo(model);
  handle.remove();
  await engine.run([1], { maxEpochs: 2 });
  expect(tf.memory().numTensors).toBe(held);
  ema.dispose();
  ema.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
