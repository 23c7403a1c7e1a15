import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import type { StateTree } from '../../src/contracts';
import { Engine, Events } from '../../src/engine';
import { CheckpointError, OptionError, StateError } from '../../src/errors';
import type { EarlyStoppingOptions } from '../../src/handlers';
import { Checkpoint, EarlyStopping, decodeCheckpoint, defaultScoreFunction, encodeCheckpoint, latestCheckpoint, loadObjects, memoryStore } from '../../src/handlers';
import { mse } from '../../src/losses';
import { SGD, modelState } from '../../src/optim';
import { createSupervisedTrainer } from '../../src/training';
import { useTestBackend } from '../support/backend';

useTestBackend();

interface Run {
  readonly trainer: Engine;
  readonly evaluator: Engine;
  readonly handler: EarlyStopping;
  /** What is trained: the number of the epoch. */
  readonly weights: { value: number };
  /** How often it was copied. */
  readonly copies: () => number;
}

/** Scores of the epochs in order; the weights are the epoch. */
function setUp(scores: readonly number[], options: Partial<EarlyStoppingOptions> = {}): Run {
  const trainer = new Engine(() => 0, { logger: { warn: () => undefined } });
  const evaluator = new Engine(() => 0);
  const weights = { value: 0 };
  let copies = 0;
  const saveable = {
    stateDict: () => {
      copies++;
      return { value: weights.value };
    },
    loadStateDict: (state: StateTree) => {
      if (typeof state.value !== 'number') throw new CheckpointError({ owner: 'weights', expected: 'a number' });
      weights.value = state.value;
    },
  };
  trainer.on(Events.ITERATION_COMPLETED, () => void (weights.value = trainer.state.epoch));
  evaluator.on(Events.COMPLETED, () => void (evaluator.state.metrics.score = scores[trainer.state.epoch - 1] ?? NaN));
  const handler = new EarlyStopping({ patience: 2, scoreFunction: defaultScoreFunction('score'), trainer, restoreBest: { weights: saveable }, ...options });
  handler.attach(evaluator);
  trainer.on(Events.EPOCH_COMPLETED, () => evaluator.run([0]));
  return { trainer, evaluator, handler, weights, copies: () => copies };
}

describe('puts the best back when the run', () => {
  it('is stopped by the handler', async () => {
    const { trainer, weights } = setUp([1, 3, 2, 1]);
    expect((await trainer.run([0], { maxEpochs: 9 })).epoch).toBe(4);
    expect(weights.value).toBe(2);
  });

  it('reaches maxEpochs', async () => {
    const { trainer, weights } = setUp([1, 3, 2]);
    await trainer.run([0], { maxEpochs: 3 });
    expect(weights.value).toBe(2);
  });

  it('reaches maxIters', async () => {
    const { trainer, weights } = setUp([3, 2]);
    await trainer.run([0, 0], { maxIters: 3 });
    expect([weights.value, trainer.state.epoch]).toEqual([1, 2]);
  });

  it.each([false, true])('is terminated, skipCompleted %s', async (skipCompleted) => {
    const { trainer, weights } = setUp([3, 2, 1]);
    trainer.on(Events.ITERATION_STARTED.once(4), () => trainer.terminate({ skipCompleted }));
    await trainer.run([0, 0], { maxEpochs: 9 });
    expect(weights.value).toBe(1);
  });

  it('is ended by a signal', async () => {
    const { trainer, weights } = setUp([3, 2]);
    const controller = new AbortController();
    trainer.on(Events.EPOCH_STARTED.once(2), () => controller.abort());
    await trainer.run([0], { maxEpochs: 9, signal: controller.signal });
    expect(weights.value).toBe(1);
  });

  it('runs out of data', async () => {
    const { trainer, weights } = setUp([3, 2, 1]);
    await trainer.run([0, 0].values(), { maxEpochs: 9, epochLength: 1 });
    expect(weights.value).toBe(1);
  });
});

it('leaves the weights as they are after an error and in a pause, until somebody asks', async () => {
  const { trainer, weights, handler } = setUp([3, 2, 1, 0]);
  trainer.on(Events.EPOCH_STARTED.once(2), () => trainer.interrupt());
  await trainer.run([0], { maxEpochs: 9 });
  expect(weights.value).toBe(1);
  trainer.on(Events.EPOCH_COMPLETED.once(2), () => Promise.reject(new Error('broken')));
  await expect(trainer.run()).rejects.toThrow('broken');
  expect(weights.value).toBe(2);
  await handler.restore();
  expect(weights.value).toBe(1);
});

it('handlers of COMPLETED that come after it see the best', async () => {
  const { trainer, weights } = setUp([1, 3, 2]);
  const seen: number[] = [];
  trainer.on(Events.COMPLETED, () => seen.push(weights.value));
  await trainer.run([0], { maxEpochs: 3 });
  expect(seen).toEqual([2]);
});

it('copies only what becomes the best', async () => {
  const { trainer, copies } = setUp([1, 3, 2, 4, 0, 5], { patience: 9 });
  const seen: number[] = [];
  trainer.on(Events.EPOCH_COMPLETED, () => seen.push(copies()));
  await trainer.run([0], { maxEpochs: 6 });
  expect(seen).toEqual([1, 2, 2, 3, 3, 4]);
});

it.each([
  ['the best score, also by less than the threshold', {}, 2, 1.05],
  ['the best score that counts', { cumulative: true }, 1, 1],
  ['the lowest score', { mode: 'min' }, 3, 0.5],
] as const)('the copy is of %s', async (_, options, epoch, bestScore) => {
  const { trainer, weights, handler } = setUp([1, 1.05, 0.5, NaN], { threshold: 0.1, patience: 9, ...options });
  await trainer.run([0], { maxEpochs: 4 });
  expect([weights.value, handler.bestScore]).toEqual([epoch, bestScore]);
});

it('without any score the weights stay', async () => {
  const { trainer, weights } = setUp([NaN, NaN]);
  await trainer.run([0], { maxEpochs: 2 });
  expect(weights.value).toBe(2);
});

it('a new run starts over and does not go back to what an earlier one found', async () => {
  const scores = [9, 1];
  const { trainer, weights, handler } = setUp(scores);
  await trainer.run([0], { maxEpochs: 2 });
  expect(weights.value).toBe(1);
  scores.splice(0, 2, 1, 2);
  trainer.state.maxEpochs = null;
  await trainer.run([0], { maxEpochs: 2 });
  expect([weights.value, handler.bestScore]).toEqual([2, 2]);
});

it('a score that cannot be copied does not count', async () => {
  const { trainer, handler } = setUp([1, 2], { restoreBest: { broken: { stateDict: () => Promise.reject(new Error('no memory')), loadStateDict: () => undefined } } });
  await expect(trainer.run([0], { maxEpochs: 2 })).rejects.toThrow('no memory');
  expect([handler.bestScore, handler.counter]).toEqual([null, 0]);
});

it('is over after remove()', async () => {
  const { trainer, evaluator, weights, handler } = setUp([3, 2]);
  const second = new EarlyStopping({ patience: 1, scoreFunction: () => 0, trainer, restoreBest: { state: { stateDict: () => ({}), loadStateDict: () => Promise.reject(new Error('put back')) } } });
  second.attach(evaluator).remove();
  expect(() => second.handle(evaluator)).toThrow(StateError);
  await trainer.run([0], { maxEpochs: 2 });
  expect([weights.value, handler.counter]).toEqual([1, 1]);
});

describe('refuses', () => {
  it('to be subscribed without attach, since nobody would put the best back', () => {
    const trainer = new Engine(() => 0);
    const handler = new EarlyStopping({ patience: 1, scoreFunction: () => 0, trainer, restoreBest: { trainer } });
    expect(() => handler.handle(trainer)).toThrow('EarlyStopping.restoreBest: expected a handler that is attached. Subscribe it with attach()');
  });

  it('to score the trainer when its run has ended', () => {
    const trainer = new Engine(() => 0);
    const handler = new EarlyStopping({ patience: 1, scoreFunction: () => 0, trainer, restoreBest: { trainer } });
    expect(() => handler.attach(trainer)).toThrow(OptionError);
    handler.attach(trainer, { event: Events.EPOCH_COMPLETED });
  });

  it.each([{}, { model: {} }, [], 'model'])('restoreBest %j', (restoreBest) => {
    expect(() => setUp([], { restoreBest: restoreBest as never })).toThrow(OptionError);
  });

  it.each([
    { counter: 1, bestScore: 5, thresholdMode: 'abs' },
    { counter: 1, bestScore: 5, thresholdMode: 'abs', best: null },
    { counter: 1, bestScore: null, thresholdMode: 'abs', best: { weights: { value: 2 } } },
    { counter: 1, bestScore: 5, thresholdMode: 'abs', best: { other: { value: 2 } } },
    { counter: 1, bestScore: 5, thresholdMode: 'abs', best: { weights: {} } },
  ])('the state %j, and stays as it was', async (state: StateTree) => {
    const { trainer, handler, weights } = setUp([1]);
    await trainer.run([0]);
    const before = handler.stateDict();
    await expect(Promise.resolve().then(() => handler.loadStateDict(state))).rejects.toThrow(CheckpointError);
    expect([handler.stateDict(), weights.value]).toEqual([before, 1]);
  });
});

describe('a model', () => {
  const batches = Array.from({ length: 4 }, (_, index) => ({ x: [[1, index], [index, 2]], y: [[index], [1]] }));
  const losses = [0.5, 0.1, 0.4, 0.2, 0.3];

  function build(store = memoryStore()): { trainer: Engine; model: LayersModel; objects: Parameters<typeof loadObjects>[0]; dispose(): Promise<void> } {
    const model = sequential({ layers: [layers.dense({ units: 2, inputShape: [2], kernelInitializer: 'ones' }), layers.dense({ units: 1, kernelInitializer: 'ones' })] });
    const optimizer = new SGD(model, { lr: 0.01, momentum: 0.9 });
    const trainer = createSupervisedTrainer(model, optimizer, mse, {
      prepareBatch: (batch: (typeof batches)[number]) => [tf.tensor2d(batch.x), tf.tensor2d(batch.y)],
    });
    const anyTrainer = trainer as unknown as Engine;
    anyTrainer.on(Events.EPOCH_COMPLETED, ({ state }) => void (state.metrics.loss = losses[state.epoch - 1]));
    const stopping = new EarlyStopping({ patience: 9, mode: 'min', scoreFunction: defaultScoreFunction('loss'), trainer: anyTrainer, restoreBest: { model } });
    stopping.attach(anyTrainer, { event: Events.EPOCH_COMPLETED });
    const objects = { model, optimizer, trainer: anyTrainer, stopping };
    new Checkpoint({ toSave: objects, store, nSaved: null }).attach(anyTrainer);
    const dispose = async (): Promise<void> => {
      await trainer.dispose();
      optimizer.dispose();
      model.dispose();
    };
    return { trainer: anyTrainer, model, objects, dispose };
  }

  it('is the one of the best epoch, to the bit, also in a run that was killed and resumed', async () => {
    const before = tf.memory().numTensors;
    const store = memoryStore();
    const whole = build(store);
    await whole.trainer.run(batches, { maxEpochs: 5 });
    const best = await modelState(whole.model).stateDict();
    const atTwo = (await decodeCheckpoint(await store.read('checkpoint_8.safetensors'))).model;
    expect(await encodeCheckpoint(best)).toEqual(await encodeCheckpoint(atTwo as StateTree));

    const resumed = build();
    await loadObjects(resumed.objects, await decodeCheckpoint(await store.read('checkpoint_16.safetensors')));
    expect((await latestCheckpoint(store))?.globalStep).toBe(20);
    await resumed.trainer.run(batches, { maxEpochs: 5 });
    expect(resumed.trainer.state.iteration).toBe(20);
    expect(await modelState(resumed.model).stateDict()).toEqual(best);
    await whole.dispose();
    await resumed.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
