import * as tf from '@tensorflow/tfjs-core';
import { Events } from '../../src/engine';
import { DataError, OptionError, ShapeError } from '../../src/errors';
import { mse } from '../../src/losses';
import { Adam, SGD, fromTf } from '../../src/optim';
import type { RecurrentModel, SupervisedTbpttTrainerOptions } from '../../src/training';
import { TbpttEvents, createSupervisedTbpttTrainer } from '../../src/training';
import { useTestBackend } from '../support/backend';
import { onDeviceBackend } from '../support/device-backend';

useTestBackend();

type Pair = [tf.Tensor, tf.Tensor];

/** h = tanh(a h + b x) over [time, batch], predicting h itself. */
function recurrence(): { model: RecurrentModel<tf.Tensor>; values: () => number[]; seen: (tf.Tensor | undefined)[] } {
  const [a, b] = [tf.variable(tf.scalar(0.5)), tf.variable(tf.scalar(1))];
  const seen: (tf.Tensor | undefined)[] = [];
  const model: RecurrentModel<tf.Tensor> = {
    forward(x, hidden) {
      seen.push(hidden);
      let h = hidden ?? tf.zeros([x.shape[1] ?? 0]);
      const steps = tf.unstack(x).map((input) => (h = tf.tanh(tf.add(tf.mul(a, h), tf.mul(b, input)))));
      return [tf.stack(steps), h];
    },
    parameters: () => [{ name: 'a', variable: a }, { name: 'b', variable: b }],
  };
  return { model, seen, values: () => [...a.dataSync(), ...b.dataSync()] };
}

function batches(): [Pair, Pair] {
  const x = tf.tensor2d([[1, -1], [0.5, 2], [-1, 0.25], [2, 1], [0, -0.5]]);
  const y = tf.tensor2d([[0.5, 0], [1, 1], [0, -1], [1, 0.5], [0.25, -1]]);
  return [[x, y], [y, x]];
}

function make(options: Partial<SupervisedTbpttTrainerOptions<Pair>> = {}) {
  const { model, values, seen } = recurrence();
  const optimizer = new SGD(model.parameters(), { lr: 0.1 });
  return { trainer: createSupervisedTbpttTrainer<tf.Tensor, Pair>(model, optimizer, mse, { tbpttStep: 2, ...options }), values, seen };
}

/** What Ignite's trainer gave on torch 2.8 for the same model, batches and optimizer, two epochs of two batches. */
const IGNITE = [
  { tbpttStep: 1, first: [0.324229, 0.0502, 1.443376, 0.05664, 0.426193], outputs: [0.460127, 0.764423, 0.397533, 0.717928], end: [0.0288515, 1.0289384] },
  { tbpttStep: 2, first: [0.185028, 0.761123, 0.443821], outputs: [0.463324, 0.660243, 0.393953, 0.625104], end: [0.1573404, 1.0144396] },
  { tbpttStep: 5, first: [0.470217], outputs: [0.470217, 0.783624, 0.453223, 0.774391], end: [0.3990711, 0.9829882] },
];

function expectClose(got: readonly unknown[], wanted: readonly number[]): void {
  expect(got).toHaveLength(wanted.length);
  got.forEach((value, index) => expect(value).toBeCloseTo(wanted[index] ?? NaN, 5));
}

describe('createSupervisedTbpttTrainer', () => {
  it.each(IGNITE)('trains as Ignite does, $tbpttStep time steps at a time', async ({ tbpttStep, first, outputs, end }) => {
    const { trainer, values } = make({ tbpttStep });
    const chunks: unknown[] = [];
    const got: unknown[] = [];
    trainer.on(TbpttEvents.TIME_ITERATION_COMPLETED, ({ state }) => chunks.push(state.output));
    trainer.on(Events.ITERATION_COMPLETED, ({ state }) => got.push(state.output));
    await trainer.run(batches(), { maxEpochs: 2 });
    expectClose(chunks.slice(0, first.length), first);
    expectClose(got, outputs);
    expectClose(values(), end);
  });

  it('cuts along the axis that it is told', async () => {
    const along = make().trainer;
    await along.run(batches());
    const { model } = recurrence();
    const turned: RecurrentModel<tf.Tensor> = {
      forward(x, hidden, mode) {
        const [yPred, next] = model.forward(tf.transpose(x), hidden, mode);
        return [tf.transpose(yPred), next];
      },
      parameters: () => model.parameters(),
    };
    const trainer = createSupervisedTbpttTrainer<tf.Tensor, Pair>(turned, new SGD(model.parameters(), { lr: 0.1 }), mse, { tbpttStep: 2, dim: 1 });
    await trainer.run(batches().map(([x, y]): Pair => [tf.transpose(x), tf.transpose(y)]));
    expectClose([trainer.state.output], [along.state.output ?? NaN]);
  });

  it('begins each batch without a hidden state, and hands on the one of the chunk before', async () => {
    const { trainer, seen } = make();
    await trainer.run(batches());
    expect(seen.map((hidden) => hidden !== undefined)).toEqual([false, true, true, false, true, true]);
  });

  it('takes hidden states of any form, and one that the model hands through', async () => {
    const w = tf.variable(tf.scalar(1));
    const model: RecurrentModel<{ cells: tf.Tensor[]; label: string }> = {
      forward: (x, hidden = { cells: [w, tf.zeros([2])], label: 'begin' }) => [tf.mul(x, w), { ...hidden, label: 'on' }],
      parameters: () => [{ name: 'w', variable: w }],
    };
    const trainer = createSupervisedTbpttTrainer<{ cells: tf.Tensor[]; label: string }, Pair>(model, new SGD(model.parameters()), mse, { tbpttStep: 2 });
    const data = batches();
    await trainer.run(data);
    const before = tf.memory().numTensors;
    await trainer.run(data);
    expect([tf.memory().numTensors, w.isDisposed]).toEqual([before, false]);
  });

  it('takes { xs, ys }, a prepareBatch that comes later, clipping and a tf.Optimizer', async () => {
    const { model, values } = recurrence();
    const trainer = createSupervisedTbpttTrainer(model, fromTf(tf.train.sgd(1), model.parameters()), mse, {
      tbpttStep: 5,
      clipGradNorm: 0.01,
      prepareBatch: async (index: 0 | 1) => Promise.resolve(batches()[index]),
    });
    await trainer.run([0]);
    const [a = NaN, b = NaN] = values();
    expect(Math.hypot(a - 0.5, b - 1)).toBeCloseTo(0.01, 5);
    const [[xs, ys]] = batches();
    const named = createSupervisedTbpttTrainer(model, tf.train.sgd(0), mse, { tbpttStep: 5 });
    await expect(named.run([{ xs, ys }])).resolves.toMatchObject({ iteration: 1 });
  });
});

describe('the events of time', () => {
  it('come around each chunk, in order, also where handlers return promises', async () => {
    for (const wait of [() => undefined, () => Promise.resolve()]) {
      const { trainer } = make();
      const rows: string[] = [];
      for (const event of [Events.ITERATION_STARTED, TbpttEvents.TIME_ITERATION_STARTED, TbpttEvents.TIME_ITERATION_COMPLETED, Events.ITERATION_COMPLETED]) {
        trainer.on(event, async ({ state }) => {
          await wait();
          rows.push(`${event.name} ${state.iteration} ${JSON.stringify(state.attributes.timeIteration)}`);
        });
      }
      await trainer.run([batches()[0]]);
      const chunk = (n: number): string[] => [`TIME_ITERATION_STARTED 1 ${n}`, `TIME_ITERATION_COMPLETED 1 ${n}`];
      expect(rows).toEqual(['ITERATION_STARTED 1 0', ...chunk(1), ...chunk(2), ...chunk(3), 'ITERATION_COMPLETED 1 3']);
    }
  });

  it('are counted over the batches of a run, can be filtered, and begin anew with a new run', async () => {
    const { trainer } = make();
    const counts: unknown[] = [];
    trainer.on(TbpttEvents.TIME_ITERATION_STARTED.every(4), ({ state }) => counts.push(state.attributes.timeIteration));
    await trainer.run(batches(), { maxEpochs: 2 });
    await trainer.run(batches(), { maxEpochs: 2 });
    expect(counts).toEqual([4, 8, 12, 4, 8, 12]);
  });

  it('are counted on in a trainer that resumes', async () => {
    const [first, second] = [make().trainer, make().trainer];
    await first.run(batches());
    second.loadStateDict({ ...first.stateDict(), maxEpochs: 2 });
    await second.run(batches());
    expect(second.state.attributes.timeIteration).toBe(12);
  });

  it('of which a handler ends the run let the batch be finished', async () => {
    const { trainer, seen } = make();
    trainer.on(TbpttEvents.TIME_ITERATION_COMPLETED, (self) => self.terminate());
    await trainer.run(batches());
    expect([seen.length, trainer.state.iteration]).toEqual([3, 1]);
  });
});

describe('what it leaves behind', () => {
  it('is nothing after a run', async () => {
    const { model } = recurrence();
    const optimizer = new Adam(model.parameters());
    const trainer = createSupervisedTbpttTrainer<tf.Tensor, Pair>(model, optimizer, mse, { tbpttStep: 2, prepareBatch: ([x, y]) => [tf.mul(x, 2), y] });
    const data = batches();
    await trainer.run(data);
    const before = tf.memory().numTensors;
    await trainer.run(data, { maxEpochs: 3 });
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([1, 2, 3])('is nothing after an error in chunk %i', async (at) => {
    const { model } = recurrence();
    // Three chunks go well first: an optimizer may keep what it made for its first step.
    let calls = -3;
    const failing = (yPred: tf.Tensor, y: tf.Tensor): tf.Tensor => {
      if (++calls === at) throw new Error('stop');
      return mse(yPred, y);
    };
    const trainer = createSupervisedTbpttTrainer<tf.Tensor, Pair>(model, new SGD(model.parameters()), failing, { tbpttStep: 2, prepareBatch: ([x, y]) => [tf.clone(x), y] });
    const data = batches();
    await trainer.run([data[0]]);
    const before = tf.memory().numTensors;
    await expect(trainer.run(data)).rejects.toThrow('stop');
    expect(tf.memory().numTensors).toBe(before);
  });

  it('is nothing on a device whose reads are awaited', async () => {
    await onDeviceBackend(async () => {
      const { trainer, values } = make();
      const data = batches();
      await trainer.run(data, { maxEpochs: 2 });
      expectClose(values(), IGNITE[1]?.end ?? []);
      const before = tf.memory().numTensors;
      await trainer.run(data);
      expect(tf.memory().numTensors).toBe(before);
    });
  });
});

describe('bad input', () => {
  const { model } = recurrence();
  const sgd = (): SGD => new SGD(model.parameters());

  it.each<[string, () => unknown, string]>([
    ['no tbpttStep', () => createSupervisedTbpttTrainer(model, sgd(), mse, {} as never), 'createSupervisedTbpttTrainer.tbpttStep'],
    ['a tbpttStep of 0', () => make({ tbpttStep: 0 }), 'tbpttStep: expected more than 0, got 0'],
    ['a fractional tbpttStep', () => make({ tbpttStep: 1.5 }), 'tbpttStep: expected an integer, got 1.5'],
    ['a negative axis', () => make({ dim: -1 }), 'dim: expected at least 0, got -1'],
    ['an unknown option', () => make({ tbtt: 1 } as never), 'only options that it has (tbpttStep, dim, prepareBatch, clipGradNorm, clipGradValue, engine), got "tbtt"'],
    ['no model', () => createSupervisedTbpttTrainer({} as never, sgd(), mse, { tbpttStep: 1 }), 'an object with forward'],
    ['no optimizer', () => createSupervisedTbpttTrainer(model, {} as never, mse, { tbpttStep: 1 }), '.optimizer: expected an optimizer'],
    ['the optimizer of another model', () => createSupervisedTbpttTrainer(recurrence().model, sgd(), mse, { tbpttStep: 1 }), "an optimizer of this model's parameters"],
    ['a loss of tf.losses', () => createSupervisedTbpttTrainer(model, sgd(), tf.losses.meanSquaredError as never, { tbpttStep: 1 }), 'takes the labels first'],
  ])('is refused: %s', (_, construct, message) => {
    expect(construct).toThrow(OptionError);
    expect(construct).toThrow(message);
  });

  it.each<[string, Pair, typeof ShapeError | typeof DataError, string]>([
    ['targets of another length', [tf.zeros([4, 2]), tf.zeros([3, 2])], ShapeError, 'y with the 4 time steps of x on axis 0'],
    ['no axis of time', [tf.scalar(1), tf.scalar(1)], ShapeError, 'tensors with an axis 0'],
    ['no time steps', [tf.zeros([0, 2]), tf.zeros([0, 2])], DataError, 'at least one time step'],
    ['a batch of another form', 5 as never, DataError, 'a batch [x, y] or { xs, ys }'],
  ])('is refused when it comes: %s', async (_, batch, kind, message) => {
    const run = make().trainer.run([batch]);
    await expect(run).rejects.toThrow(kind);
    await expect(run).rejects.toThrow(message);
  });
});
