import * as tf from '@tensorflow/tfjs-core';
import type { AnyEngine } from '../../src/engine';
import { Engine, Events } from '../../src/engine';
import { OptionError } from '../../src/errors';
import type { Saveables } from '../../src/handlers';
import { PiecewiseLinear, lineProgress, loadObjects, memoryStore, plainState } from '../../src/handlers';
import { mse } from '../../src/losses';
import type { Trainable } from '../../src/optim';
import { SGD } from '../../src/optim';
import type { CommonTrainingOptions } from '../../src/training';
import { commonTrainingHandlers, createSupervisedTrainer } from '../../src/training';
import { useTestBackend } from '../support/backend';

useTestBackend();

const quiet = { info: jest.fn(), warn: jest.fn(), error: jest.fn() };

function attach(trainer: AnyEngine, options: CommonTrainingOptions = {}) {
  return commonTrainingHandlers(trainer, { withPbars: false, logger: quiet, ...options });
}

test('what it makes by default', () => {
  const common = commonTrainingHandlers(new Engine(() => 0));
  expect(common).toMatchObject({ schedulers: [], runningAverages: {}, checkpoint: undefined, earlyStopping: undefined, timeLimit: undefined, toSave: {} });
  expect([common.terminateOnNan === undefined, common.progressBars.length]).toEqual([false, 2]);
});

describe('stopOnNan', () => {
  const trainer = () => new Engine((_, batch: number) => batch);

  test('stops at NaN, unless it is off', async () => {
    const [stopped, going] = [trainer(), trainer()];
    attach(stopped);
    expect(attach(going, { stopOnNan: false }).terminateOnNan).toBeUndefined();
    expect((await stopped.run([1, NaN, 3])).iteration).toBe(2);
    expect((await going.run([1, NaN, 3])).iteration).toBe(3);
  });

  test('the iteration with the NaN is not saved, also not at the end', async () => {
    const engine = trainer();
    const store = memoryStore();
    attach(engine, { toSave: { engine }, store, saveEveryIters: 1, timeLimitSec: 10 });
    await engine.run([1, 2, NaN, 3]);
    expect(await store.list()).toEqual(['training_engine_2.safetensors']);
    // The next run is sound again.
    await engine.run([4, 5, 6, 7], { maxEpochs: 2 });
    expect(await store.list()).toEqual([`training_engine_${engine.state.iteration}.safetensors`]);
    expect(engine.state.iteration).toBeGreaterThan(3);
  });
});

describe('outputNames', () => {
  test.each([
    ['objects', (loss: number) => ({ loss, norm: 2 * loss })],
    ['lists', (loss: number) => [loss, 2 * loss]],
  ])('of outputs that are %s', async (_, step) => {
    const trainer = new Engine((__, batch: number) => step(batch));
    const { runningAverages } = attach(trainer, { outputNames: ['loss', 'norm'] });
    const { metrics } = await trainer.run([1, 2]);
    expect(metrics).toEqual({ loss: 0.98 * 1 + (1 - 0.98) * 2, norm: 0.98 * 2 + (1 - 0.98) * 4 });
    expect(runningAverages.loss?.compute()).toBe(metrics.loss);
  });
});

test('schedulers are called before each iteration', async () => {
  const group = { lr: 0, momentum: 0 };
  const rates: number[][] = [];
  const trainer = new Engine(() => rates.push([group.lr, group.momentum]));
  const scheduler = (paramName: 'lr' | 'momentum', end: number) => new PiecewiseLinear({ paramGroups: [group] }, { paramName, milestonesValues: [[0, 0], [2, end]] });
  const lrScheduler = [scheduler('lr', 1), scheduler('momentum', 2)];
  const common = attach(trainer, { lrScheduler });
  expect(common.schedulers).toEqual(lrScheduler);
  await trainer.run([1, 2, 3]);
  expect(rates).toEqual([[0, 0], [0.5, 1], [1, 2]]);
});

describe('checkpoints', () => {
  async function saved(options: CommonTrainingOptions): Promise<string[]> {
    const trainer = new Engine((_, batch: number) => batch);
    const store = memoryStore();
    attach(trainer, { toSave: { trainer }, store, checkpoint: { nSaved: null }, ...options });
    await trainer.run(Array.from({ length: 600 }, () => 1), { maxEpochs: 4 });
    return store.list();
  }

  test('every thousand iterations by default', async () => {
    expect(await saved({})).toEqual(['training_trainer_1000.safetensors', 'training_trainer_2000.safetensors']);
  });

  test('every so many iterations or epochs, or both', async () => {
    expect(await saved({ saveEveryIters: 900 })).toEqual(['training_trainer_1800.safetensors', 'training_trainer_900.safetensors']);
    expect(await saved({ saveEveryEpochs: 2 })).toEqual(['training_trainer_1200.safetensors', 'training_trainer_2400.safetensors']);
    expect(await saved({ saveEveryEpochs: 4, saveEveryIters: 2000 })).toEqual(['training_trainer_2000.safetensors', 'training_trainer_2400.safetensors']);
  });

  test('the last one alone is kept by default, and options go to Checkpoint', async () => {
    expect(await saved({ saveEveryEpochs: 1, checkpoint: { filenamePrefix: 'last' } })).toEqual(['last_trainer_2400.safetensors']);
  });

  test('a run that is stopped by the limit of time is saved', async () => {
    let seconds = 0;
    const trainer = new Engine(() => void (seconds += 4));
    const store = memoryStore();
    attach(trainer, { toSave: { trainer }, store, timeLimitSec: 10, clock: { now: () => seconds * 1000 }, stopOnNan: false });
    expect((await trainer.run([1, 2, 3, 4])).iteration).toBe(3);
    expect(await store.list()).toEqual(['training_trainer_3.safetensors']);
  });

  test('handlers with a state are saved with the trainer only', () => {
    const trainer = new Engine(() => 0);
    const evaluator = new Engine(() => 0);
    const scheduler = new PiecewiseLinear({ paramGroups: [{ lr: 1 }] }, { paramName: 'lr', milestonesValues: [[0, 0]] });
    const options = { outputNames: ['loss'], earlyStopping: { evaluator, metricName: 'loss', patience: 1 }, lrScheduler: scheduler, store: memoryStore() };
    const names = (toSave: Saveables) => Object.keys(attach(trainer, { ...options, toSave }).toSave);
    expect(names({ trainer })).toEqual(['trainer', 'runningAverage_loss', 'earlyStopping', 'lrScheduler']);
    expect(names({ trainer, mine: scheduler })).toEqual(['trainer', 'mine', 'runningAverage_loss', 'earlyStopping']);
    expect(names({ model: plainState({}) })).toEqual(['model']);
    expect(() => names({ trainer, earlyStopping: plainState({}) })).toThrow('no key earlyStopping');
  });
});

/** y = w x from the origin. */
function line(): Trainable {
  const w = tf.variable(tf.zeros([1, 1]));
  return { forward: (x) => tf.matMul(x, w), parameters: () => [{ name: 'w', variable: w }], buffers: () => [] };
}

test('a resumed run ends with the same bits as one that was not stopped', async () => {
  const store = memoryStore();
  const data = [1, 2, 3].map((x) => [tf.tensor2d([[x]]), tf.tensor2d([[2 * x]])] as const);
  const scores = [0.5, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4];
  const start = () => {
    const model = line();
    const optimizer = new SGD(model, { lr: 0.1, momentum: 0.5 });
    const trainer = createSupervisedTrainer(model, optimizer, mse);
    const evaluator = new Engine(() => 0);
    evaluator.on(Events.COMPLETED, ({ state }) => void (state.metrics.accuracy = scores[trainer.state.epoch - 1]));
    trainer.on(Events.EPOCH_COMPLETED, () => evaluator.run([0]));
    const common = attach(trainer, {
      outputNames: ['loss'],
      lrScheduler: new PiecewiseLinear(optimizer, { paramName: 'lr', milestonesValues: [[0, 0.01], [20, 0.001]] }),
      earlyStopping: { evaluator, metricName: 'accuracy', patience: 3 },
      toSave: { trainer, model, optimizer },
      store,
      saveEveryEpochs: 1,
      checkpoint: { nSaved: null },
    });
    const result = async () => [trainer.state.epoch, trainer.state.metrics.loss, ...((await model.parameters()[0]?.variable.data()) ?? [])];
    return { trainer, common, result };
  };
  const counts = [tf.memory().numTensors];
  const whole = start();
  await whole.trainer.run(data, { maxEpochs: 7 });
  counts.push(tf.memory().numTensors);

  const resumed = start();
  await loadObjects(resumed.common.toSave, await store.read('training_checkpoint_9.safetensors'));
  await resumed.trainer.run(data, { maxEpochs: 7 });
  expect(await resumed.result()).toEqual(await whole.result());
  expect(resumed.trainer.state.epoch).toBe(5);
  expect(resumed.common.earlyStopping?.counter).toBe(3);
  // A model and an optimizer of its own, as the first run, and nothing else.
  const [atFirst = NaN, afterWhole = NaN] = counts;
  expect(tf.memory().numTensors - afterWhole).toBe(afterWhole - atFirst);
  tf.disposeVariables();
  data.flat().forEach((tensor) => tensor.dispose());
});

test('progress: a bar for iterations with all metrics, and one for epochs', async () => {
  const lines: string[] = [];
  const display = lineProgress({ write: (text) => lines.push(text) });
  const trainer = new Engine((_, batch: number) => batch);
  const options: CommonTrainingOptions = { withPbars: true, display, clock: { now: () => 0 }, outputNames: ['loss'], logEveryIters: 2 };
  const common = attach(trainer, options);
  await trainer.run([1, 1], { maxEpochs: 2 });
  expect(lines).toEqual(['Epoch [1/2] [2/2] 100% loss=1 [00:00<00:00]\n', 'Epoch [2/2] [2/2] 100% loss=1 [00:00<00:00]\n', 'Epoch [2/2] [2/2] 100% [00:00<00:00]\n']);

  common.remove();
  lines.length = 0;
  expect(attach(trainer, { ...options, withPbarOnIters: false }).progressBars).toHaveLength(1);
  await trainer.run([1, 1], { maxEpochs: 4 });
  expect(lines).toEqual(['Epoch [4/4] [4/4] 100% [00:00<00:00]\n']);
});

test('removed, nothing is left on the trainer', async () => {
  const trainer = new Engine((_, batch: number) => batch);
  const evaluator = new Engine(() => 0);
  const store = memoryStore();
  const common = attach(trainer, {
    outputNames: ['loss'],
    earlyStopping: { evaluator, metricName: 'missing', patience: 1 },
    toSave: { trainer },
    store,
    saveEveryIters: 1,
    timeLimitSec: 1,
    clock: { now: () => performance.now() * 1e9 },
  });
  common.remove();
  const { iteration, metrics } = await trainer.run([1, NaN, 3]);
  await evaluator.run([0]);
  expect([iteration, metrics, await store.list()]).toEqual([3, {}, []]);
});

test.each<[object, string]>([
  [{ stopOnNaN: true }, 'stopOnNaN'],
  [{ lrScheduler: {} }, 'lrScheduler'],
  [{ outputNames: ['a', 'a'] }, 'names that differ'],
  [{ toSave: {} , store: memoryStore() }, 'at least one object'],
  [{ toSave: { a: plainState({}) } }, 'exactly one of store and saveHandler'],
  [{ store: memoryStore() }, 'as there is store'],
  [{ saveEveryIters: 5 }, 'as there is saveEveryIters'],
  [{ saveEveryIters: 0 }, 'saveEveryIters'],
  [{ saveEveryEpochs: 0.5 }, 'saveEveryEpochs'],
  [{ earlyStopping: { metricName: 'a', patience: 1 } }, 'earlyStopping.evaluator'],
  [{ earlyStopping: { metricName: 'a', patience: 0, evaluator: new Engine(() => 0) } }, 'earlyStopping.patience'],
  [{ timeLimitSec: 0 }, 'timeLimitSec'],
  [{ withPbars: true, display: {} }, 'display'],
  [{ logEveryIters: 0 }, 'logEveryIters'],
])('wrong options leave nothing behind: %#', async (options, message) => {
  const trainer = new Engine((_, batch: number) => batch);
  expect(() => attach(trainer, { outputNames: ['loss'], ...options })).toThrow(OptionError);
  expect(() => attach(trainer, { outputNames: ['loss'], ...options })).toThrow(message);
  expect((await trainer.run([1, NaN, 3])).metrics).toEqual({});
});

test('something else than an engine', () => {
  expect(() => commonTrainingHandlers({} as never)).toThrow('commonTrainingHandlers.trainer');
});
