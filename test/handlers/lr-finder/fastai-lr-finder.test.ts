import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import type { AnyEngine } from '../../../src/engine';
import { Engine, Events } from '../../../src/engine';
import { CheckpointError, OptionError, StateError } from '../../../src/errors';
import type { LRSearchOptions } from '../../../src/handlers';
import { FastaiLRFinder } from '../../../src/handlers';
import * as losses from '../../../src/losses';
import type { Optimizer } from '../../../src/optim';
import { Adam, SGD, fromTf, weightsOf } from '../../../src/optim';
import { createSupervisedTrainer } from '../../../src/training';
import { useTestBackend } from '../../support/backend';
import { ranks } from '../../support/two-ranks';

useTestBackend();

const quiet = { info: jest.fn(), warn: jest.fn(), error: jest.fn() };
const finderOf = () => new FastaiLRFinder({ logger: quiet });

/** Groups of one number each, with the given rates. */
const optimizerOf = (...rates: number[]) => new SGD(rates.map((lr, index) => ({ params: [{ name: `w${index}`, variable: tf.variable(tf.scalar(0)) }], lr })));

/** A trainer whose losses are those of the data. */
const replay = () => new Engine((_, loss: number) => loss);

const falling = [4, 3, 1, 0.9, 0.8];

async function search(data: readonly number[], options: Partial<LRSearchOptions<number>> = {}, runOptions = {}) {
  const finder = finderOf();
  const results = await finder.run(replay(), data, { toSave: { optimizer: optimizerOf(1) }, smoothF: 0, ...options }, runOptions);
  return { finder, ...results };
}

describe('the rates', () => {
  it('in the history are those that the iterations ran with', async () => {
    const optimizer = optimizerOf(1, 2);
    const used: number[][] = [];
    const trainer = new Engine(({ state }) => {
      used.push(optimizer.paramGroups.map(({ lr }) => lr));
      return 1 / state.iteration;
    });
    const { lr } = await finderOf().run(trainer, [0, 0, 0, 0], { toSave: { optimizer }, endLr: [16, 4], numIter: 4 });
    expect(lr).toEqual(used);
    expect(lr.map(([first]) => first)).toEqual([1, 2, 4, 8]);
    expect(optimizer.paramGroups.map((group) => group.lr)).toEqual([1, 2]);
  });

  it('reach endLr in a run that is longer than numIter, and none is larger', async () => {
    const { lr } = await search(falling, { numIter: 2, startLr: 1, endLr: 3, stepMode: 'linear' });
    expect(lr).toEqual([[1], [2], [3]]);
  });

  it('lengthen a run that is shorter than numIter', async () => {
    expect((await search(falling, { numIter: 7, endLr: 8 })).loss).toHaveLength(7);
    expect((await search(falling, { numIter: 7, endLr: 8 }, { maxIters: 3 })).loss).toHaveLength(7);
  });

  it('are spread over the run by default', async () => {
    const { lr } = await search([4, 3], { startLr: 1, endLr: 5, stepMode: 'linear' }, { maxEpochs: 2 });
    expect(lr.flat()).toEqual([1, 2, 3, 4]);
  });

  it('need numIter where nobody knows how long the data is', async () => {
    const data = { [Symbol.iterator]: () => falling[Symbol.iterator]() };
    const optimizer = optimizerOf(1);
    await expect(finderOf().run(replay(), data, { toSave: { optimizer } })).rejects.toThrow(OptionError);
    const { loss } = await finderOf().run(replay(), data, { toSave: { optimizer }, numIter: 8, divergeTh: 10, smoothF: 0 });
    expect(loss).toEqual([...falling, 4, 3, 1, 0.9]);
  });

  it('stand though a schedule of the trainer writes others', async () => {
    const optimizer = optimizerOf(1);
    const trainer = replay();
    trainer.on(Events.ITERATION_STARTED, () => optimizer.paramGroups.forEach((group) => (group.lr = 0.5)));
    const used: number[] = [];
    trainer.on(Events.ITERATION_COMPLETED, () => void used.push(...optimizer.paramGroups.map(({ lr }) => lr)));
    await finderOf().run(trainer, falling, { toSave: { optimizer }, startLr: 1, endLr: 6, stepMode: 'linear' });
    expect(used).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('the search', () => {
  it('smooths, and ends when the smoothed loss is divergeTh times the lowest', async () => {
    const { loss, diverged } = await search([4, 2, 32, 1, 1], { smoothF: 0.5, divergeTh: 5 });
    expect(loss).toEqual([4, 3, 17.5]);
    expect(diverged).toBe(true);
  });

  it('ends with a loss that is NaN', async () => {
    const { loss, diverged } = await search([4, 3, NaN, 2]);
    expect(loss).toEqual([4, 3, NaN]);
    expect(diverged).toBe(true);
  });

  it('warns when the loss does not diverge', async () => {
    quiet.warn.mockClear();
    await search(falling);
    expect(quiet.warn).toHaveBeenCalledTimes(1);
    await search([1, 9]);
    expect(quiet.warn).toHaveBeenCalledTimes(1);
  });

  it('leaves out an iteration whose error a handler has handled', async () => {
    const trainer = new Engine((_, loss: number) => {
      if (loss < 0) throw new Error('boom');
      return loss;
    });
    trainer.on(Events.EXCEPTION_RAISED, () => true);
    const { lr, loss } = await finderOf().run(trainer, [4, -1, 2], { toSave: { optimizer: optimizerOf(1) }, numIter: 3, endLr: 7, stepMode: 'linear', smoothF: 0 });
    expect([lr.flat(), loss]).toEqual([[1, 5], [4, 2]]);
  });

  it('takes the loss from the output, a number or a tensor of one element', async () => {
    const toSave = { optimizer: optimizerOf(1) };
    const trainer = new Engine((_, loss: number) => ({ loss: tf.tensor1d([loss]), other: tf.zeros([2]) }));
    const { loss } = await finderOf().run(trainer, falling, { toSave, smoothF: 0, outputTransform: (output) => output.loss });
    expect(loss).toEqual(falling.map(Math.fround));
    await expect(finderOf().run(trainer, falling, { toSave, outputTransform: (output) => output.other })).rejects.toThrow(OptionError);
    await expect(finderOf().run(trainer, falling, { toSave })).rejects.toThrow(/outputTransform/);
  });

  it('goes by the mean loss of the ranks', async () => {
    const communicators = ranks(2);
    const results = await Promise.all(
      communicators.map((communicator, rank) =>
        new FastaiLRFinder({ communicator, logger: quiet }).run(replay(), rank === 0 ? [1, 1, 19] : [3, 1, 1], { toSave: { optimizer: optimizerOf(1) }, smoothF: 0 }),
      ),
    );
    for (const { loss, diverged } of results) expect([loss, diverged]).toEqual([[2, 1, 10], true]);
  });
});

describe('the suggestion', () => {
  const linear = { startLr: 1, endLr: 6, stepMode: 'linear' } as const;

  it('is where the loss fell most steeply before its minimum', async () => {
    const { finder } = await search(falling, linear);
    expect(finder.lrSuggestion()).toBe(2);
    expect(finder.lrSuggestions()).toEqual([2]);
  });

  it('is one rate for each group', async () => {
    const finder = finderOf();
    const optimizer = optimizerOf(1, 10);
    await finder.run(replay(), falling, { toSave: { optimizer }, smoothF: 0, endLr: [6, 60], stepMode: 'linear' });
    finder.applySuggestedLr(optimizer);
    expect(optimizer.paramGroups.map(({ lr }) => lr)).toEqual([2, 20]);
    expect(() => finder.lrSuggestion()).toThrow(/lrSuggestions/);
    expect(() => finder.applySuggestedLr(optimizerOf(1))).toThrow(OptionError);
  });

  it('is refused when the loss did not fall', async () => {
    const { finder } = await search([1, 2, 3]);
    expect(() => finder.lrSuggestion()).toThrow(StateError);
  });

  it('is refused before a search', () => {
    const finder = finderOf();
    for (const method of ['getResults', 'lrSuggestion', 'lrSuggestions', 'plot', 'vegaLite'] as const) expect(() => finder[method]()).toThrow(StateError);
  });
});

describe('afterwards', () => {
  const network = () =>
    sequential({ layers: [layers.dense({ units: 3, inputShape: [2], kernelInitializer: 'ones' }), layers.batchNormalization(), layers.dense({ units: 1, kernelInitializer: 'ones' })] });
  const batches = () => Array.from({ length: 6 }, (_, index) => [tf.tensor2d([[index, 1], [2, index / 3]]), tf.tensor2d([[1], [index]])] as const);
  const makers: Record<string, (model: ReturnType<typeof network>) => Optimizer> = {
    'SGD with momentum': (model) => new SGD(model, { lr: 0.01, momentum: 0.9 }),
    Adam: (model) => new Adam(model, { lr: 0.01 }),
    'tf.train.adam': (model) => fromTf(tf.train.adam(0.01), model),
    'tf.train.momentum': (model) => fromTf(tf.train.momentum(0.01, 0.9), model),
  };
  const bits = async (model: ReturnType<typeof network>) => Promise.all(weightsOf(model).map(async ({ variable }) => [...(await variable.data())]));

  /** Trains two epochs, in between them with a disturbance, and gives the bits of the weights. */
  const train = async (make: (typeof makers)[string], between: (trainer: AnyEngine, toSave: { model: ReturnType<typeof network>; optimizer: Optimizer }) => Promise<unknown>, epochs = 1) => {
    const model = network();
    const optimizer = make(model);
    const trainer = createSupervisedTrainer(model, optimizer, losses.mse);
    if (epochs > 0) await trainer.run(batches(), { maxEpochs: epochs });
    const { batch, dataloader, ...before } = trainer.state;
    const seen = structuredClone(before);
    await between(trainer, { model, optimizer });
    const { batch: batchAfter, dataloader: dataAfter, ...after } = trainer.state;
    expect(after).toEqual(seen);
    expect(batchAfter === batch && dataAfter === dataloader).toBe(true);
    await trainer.run(batches(), { maxEpochs: epochs + 1 });
    return bits(model);
  };

  it.each(Object.keys(makers))('training goes on with the same bits as without a search: %s', async (name) => {
    const make = makers[name] as (typeof makers)[string];
    const found = (trainer: AnyEngine, toSave: LRSearchOptions['toSave']) => finderOf().run(trainer, batches(), { toSave });
    for (const epochs of [0, 1]) expect(await train(make, found, epochs)).toEqual(await train(make, async () => undefined, epochs));
  });

  const adam = makers.Adam as (typeof makers)[string];

  it.each<[string, (trainer: AnyEngine, toSave: LRSearchOptions['toSave']) => Promise<unknown>]>([
    ['a handler throws', async (trainer, toSave) => {
      const handle = trainer.on(Events.ITERATION_COMPLETED.once(3), () => {
        throw new Error('boom');
      });
      await expect(finderOf().run(trainer, batches(), { toSave })).rejects.toThrow('boom');
      handle.remove();
    }],
    ['a signal aborts it', async (trainer, toSave) => {
      const controller = new AbortController();
      const handle = trainer.on(Events.ITERATION_COMPLETED.once(3), () => controller.abort());
      const { loss } = await finderOf().run(trainer, batches(), { toSave }, { signal: controller.signal });
      expect(loss).toHaveLength(3);
      handle.remove();
    }],
    ['a handler pauses it', async (trainer, toSave) => {
      const handle = trainer.on(Events.ITERATION_COMPLETED.once([2, 3]), (engine) => engine.interrupt());
      await finderOf().run(trainer, batches(), { toSave });
      handle.remove();
    }],
    ['handlers leave metrics and attributes', async (trainer, toSave) => {
      const handle = trainer.on(Events.ITERATION_COMPLETED, ({ state }) => void (state.metrics.loss = state.attributes.seen = 1));
      await finderOf().run(trainer, batches(), { toSave });
      handle.remove();
    }],
  ])('everything is as it was when %s', async (_, disturb) => {
    expect(await train(adam, disturb)).toEqual(await train(adam, async () => undefined));
  });

  it('a trainer that stood in the middle of an epoch goes on there', async () => {
    const trainer = replay();
    trainer.loadStateDict({ iteration: 2, epochLength: 5, maxEpochs: 1 });
    await finderOf().run(trainer, falling, { toSave: { optimizer: optimizerOf(1) } });
    const seen: number[] = [];
    trainer.on(Events.ITERATION_COMPLETED, ({ state }) => void seen.push(state.iteration));
    await trainer.run(falling);
    expect(seen).toEqual([3, 4, 5]);
  });

  it('a trainer that was stopped begins its next epoch with the next run, as without a search', async () => {
    const trainer = replay();
    const stop = trainer.on(Events.ITERATION_COMPLETED.once(2), (engine) => engine.terminate());
    await trainer.run(falling, { maxEpochs: 2 });
    stop.remove();
    await finderOf().run(trainer, falling, { toSave: { optimizer: optimizerOf(1) } });
    expect((await trainer.run(falling)).iteration).toBe(7);
  });

  it('the handlers of the search are gone', async () => {
    const trainer = replay();
    const optimizer = optimizerOf(1);
    await finderOf().run(trainer, falling, { toSave: { optimizer } });
    const rates: unknown[] = [];
    trainer.on(Events.ITERATION_COMPLETED, () => void rates.push(optimizer.paramGroups[0]?.lr));
    await trainer.run(falling, { maxEpochs: 2 });
    expect(new Set(rates)).toEqual(new Set([1]));
  });

  it('no tensor is left', async () => {
    const model = network();
    const optimizer = adam(model);
    const trainer = createSupervisedTrainer(model, optimizer, losses.mse);
    const data = batches();
    await trainer.run(data);
    const finder = finderOf();
    await finder.run(trainer, data, { toSave: { model, optimizer } });
    const before = tf.memory().numTensors;
    await finder.run(trainer, data, { toSave: { model, optimizer } });
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('refuses', () => {
  it.each([
    [{ smoothF: 1 }],
    [{ smoothF: -0.1 }],
    [{ divergeTh: 0.5 }],
    [{ stepMode: 'other' }],
    [{ numIter: 0 }],
    [{ numIter: 2.5 }],
    [{ startLr: 0.5, endLr: 0.1 }],
    [{ startLr: 0 }],
    [{ startLr: [0.1, 0.2] }],
    [{ endLr: [] }],
    [{ endLr: Infinity }],
    [{ toSave: {} }],
    [{ toSave: { optimizer: {} } }],
    [{ toSave: { optimizer: optimizerOf, other: {} } }],
    [{ learningRate: 1 }],
  ])('%j', async (options) => {
    await expect(search(falling, options as object)).rejects.toThrow(OptionError);
  });

  it('an object that has no state, before anything has happened', async () => {
    await expect(search(falling, { toSave: { optimizer: optimizerOf(1), loader: {} } })).rejects.toThrow(/loader/);
  });

  it('an optimizer that cannot be saved', async () => {
    const optimizer = fromTf(tf.train.adamax(0.1), [{ name: 'w', variable: tf.variable(tf.scalar(0)) }]);
    await expect(search(falling, { toSave: { optimizer } })).rejects.toThrow(CheckpointError);
  });

  it('a trainer that is running, which runs on', async () => {
    const trainer = replay();
    const toSave = { optimizer: optimizerOf(1) };
    const errors: unknown[] = [];
    trainer.on(Events.ITERATION_COMPLETED.once(2), () => finderOf().run(trainer, falling, { toSave }).catch((error: unknown) => errors.push(error)));
    expect((await trainer.run(falling, { maxEpochs: 2 })).iteration).toBe(10);
    expect(errors).toEqual([expect.any(StateError)]);
  });

  it('a trainer that is paused, which goes on', async () => {
    const trainer = replay();
    const pause = trainer.on(Events.ITERATION_COMPLETED.once(2), (engine) => engine.interrupt());
    await trainer.run(falling);
    pause.remove();
    await expect(finderOf().run(trainer, falling, { toSave: { optimizer: optimizerOf(1) } })).rejects.toThrow(StateError);
    expect((await trainer.run()).iteration).toBe(5);
  });
});
