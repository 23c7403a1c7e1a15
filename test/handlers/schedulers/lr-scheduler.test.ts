import * as tf from '@tensorflow/tfjs-core';
import { Engine, Events } from '../../../src/engine';
import { CheckpointError, OptionError } from '../../../src/errors';
import { Checkpoint, CosineAnnealingLR, decodeCheckpoint, ExponentialLR, loadObjects, LRScheduler, memoryStore, StepLR } from '../../../src/handlers';
import { fromTf, modelState, SGD } from '../../../src/optim';
import { createRandom } from '../../../src/internal';
import { useTestBackend } from '../../support/backend';

useTestBackend();

it('the first iteration has the first rate, each later one begins with a step', async () => {
  const groups = [{ lr: 1 }, { lr: 2 }];
  const seen: number[][] = [];
  const engine = new Engine(() => void seen.push(groups.map(({ lr }) => lr)));
  const attached = new LRScheduler(new ExponentialLR({ paramGroups: groups }, { gamma: 0.5 }), { saveHistory: true }).attach(engine);
  await engine.run([0, 0, 0]);
  expect(seen).toEqual([[1, 2], [0.5, 1], [0.25, 0.5]]);
  expect(engine.state.attributes.paramHistory).toEqual({ lr: seen });
  attached.remove();
  await engine.run([0]);
  expect(seen.at(-1)).toEqual([0.25, 0.5]);
});

it('with useLegacy it steps at the first event too, and says where it belongs', async () => {
  const groups = [{ lr: 1 }];
  const seen: number[] = [];
  const warn = jest.fn();
  const engine = new Engine(() => void seen.push(groups[0]?.lr ?? NaN));
  new LRScheduler(new ExponentialLR({ paramGroups: groups }, { gamma: 0.5 }), { useLegacy: true, logger: { info: warn, warn, error: warn } }).attach(engine, Events.ITERATION_COMPLETED);
  await engine.run([0, 0, 0]);
  expect(seen).toEqual([1, 0.5, 0.25]);
  expect(warn.mock.calls).toEqual([['LRScheduler: with useLegacy it belongs on ITERATION_COMPLETED; on ITERATION_STARTED the first rate of the schedule is skipped.']]);
});

it('simulates without a trace', () => {
  const groups = [{ lr: 1 }, { lr: 2 }];
  const schedule = new ExponentialLR({ paramGroups: groups }, { gamma: 0.5 });
  expect(LRScheduler.simulateValues(2, schedule)).toEqual([[0, 1, 2], [1, 0.5, 1]]);
  expect(groups).toEqual([{ lr: 1 }, { lr: 2 }]);
  expect(schedule.lastEpoch).toBe(0);
});

it('refuses what is no schedule, and a state that does not fit', () => {
  expect(() => new LRScheduler({ step() {} } as never)).toThrow(OptionError);
  const make = (gamma: number): LRScheduler => new LRScheduler(new ExponentialLR({ paramGroups: [{ lr: 1 }] }, { gamma }));
  const scheduler = make(0.5);
  expect(() => scheduler.loadStateDict(make(0.4).stateDict())).toThrow('ExponentialLR.loadStateDict.gamma: expected 0.5, got 0.4');
  expect(() => scheduler.loadStateDict({ ...scheduler.stateDict(), lrScheduler: 1 })).toThrow(CheckpointError);
});

describe.each([
  ['sgd', () => tf.train.sgd(1), [1, 1, 0.5, 0.5, 0.25]],
  ['momentum', () => tf.train.momentum(1, 0), [1, 1, 0.5, 0.5, 0.25]],
  ['adam', () => tf.train.adam(1), [1, 1, 0.5, 0.5, 0.25]],
] as const)('tf.train.%s behind fromTf', (_, make, rates) => {
  it('takes its steps with the rates of the schedule', async () => {
    const before = tf.memory().numTensors;
    const w = tf.tidy(() => tf.variable(tf.scalar(0)));
    const optimizer = fromTf(make(), [{ name: 'w', variable: w }]);
    const steps: number[] = [];
    const engine = new Engine(() =>
      tf.tidy(() => {
        const was = w.dataSync()[0] ?? NaN;
        optimizer.step(new Map([['w', tf.scalar(-1)]]));
        steps.push((w.dataSync()[0] ?? NaN) - was);
      }),
    );
    new LRScheduler(new StepLR(optimizer, { stepSize: 2, gamma: 0.5 })).attach(engine);
    await engine.run([0, 0, 0, 0, 0]);
    // The gradient is 1 throughout, so that a step is as long as the rate, also of Adam.
    for (const [index, rate] of rates.entries()) expect(steps[index]).toBeCloseTo(rate, 4);
    optimizer.dispose();
    w.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

it('a run that was stopped and resumed ends with the same bits', async () => {
  const build = () => {
    const w = tf.variable(tf.tensor1d([0.3, -0.7]));
    const parameters = [{ name: 'w', variable: w }];
    const optimizer = new SGD(parameters, { lr: 0.3, momentum: 0.9 });
    const random = createRandom(1);
    const targets = Array.from({ length: 4 }, () => random.uniform());
    const trainer = new Engine((_, target: number) => {
      const gradient = tf.tidy(() => tf.mul(w, target));
      optimizer.step(new Map([['w', gradient]]));
      gradient.dispose();
    });
    trainer.stateDictUserKeys.add('paramHistory');
    const scheduler = new LRScheduler(new CosineAnnealingLR(optimizer, { tMax: 5, etaMin: 0.01 }), { saveHistory: true });
    scheduler.attach(trainer);
    const model = { forward: (x: tf.Tensor) => x, parameters: () => parameters, buffers: () => [] };
    const run = (maxEpochs: number) => trainer.run(targets, { maxEpochs });
    const end = () => ({ w: [...w.dataSync()], lr: optimizer.paramGroups.map(({ lr }) => lr), history: trainer.state.attributes.paramHistory });
    return { objects: { model: modelState(model), optimizer, scheduler, trainer }, trainer, run, end };
  };
  const whole = build();
  await whole.run(5);
  const store = memoryStore();
  const stopped = build();
  stopped.trainer.on(Events.EPOCH_COMPLETED, new Checkpoint({ toSave: stopped.objects, store }));
  await stopped.run(2);
  const resumed = build();
  const [file = ''] = await store.list();
  await loadObjects(resumed.objects, await decodeCheckpoint(await store.read(file)));
  resumed.trainer.state.maxEpochs = 5;
  await resumed.run(5);
  expect(resumed.end()).toEqual(whole.end());
});
