import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { Engine, Events } from '../../src/engine';
import { OptionError, StateError } from '../../src/errors';
import type { NoLeaksOptions } from '../../src/handlers';
import { assertNoLeaks } from '../../src/handlers';
import { crossEntropy } from '../../src/losses';
import { Accuracy, Loss, RunningAverage } from '../../src/metrics';
import { Adam } from '../../src/optim';
import { createSupervisedEvaluator, createSupervisedTrainer } from '../../src/training';
import { useTestBackend } from '../support/backend';

useTestBackend();

const many = Array.from({ length: 500 }, (_, index) => index);

/** The call that throws, from 1; nothing when none of them does. */
function firstComplaint(counts: readonly number[], options: NoLeaksOptions = {}): number | undefined {
  let next = 0;
  const handler = assertNoLeaks({ ...options, countTensors: () => counts[next - 1] ?? 0 });
  const engine = new Engine(() => 0);
  while (next < counts.length) {
    next++;
    try {
      handler.handle(engine);
    } catch {
      return next;
    }
  }
  return undefined;
}

it('complains of steady growth after the warm-up and four windows', () => {
  expect(firstComplaint(many)).toBe(50);
  expect(firstComplaint(many, { warmup: 0, window: 1 })).toBe(4);
  expect(firstComplaint(many, { warmup: 7, window: 3 })).toBe(19);
});

it('finds one tensor more now and then, and growth on top of what comes and goes', () => {
  expect(firstComplaint(many.map((index) => Math.floor(index / 10)))).toBe(50);
  expect(firstComplaint(many.map((index) => (index % 4) * 5 + Math.floor(index / 4)))).toBe(50);
});

it.each([
  ['what stays', many.map(() => 7)],
  ['what comes and goes', many.map((index) => 7 + (index % 8))],
  ['what is made once, whenever', many.map((index) => 7 + [3, 15, 26, 140, 151].filter((at) => at <= index).length * 10)],
  ['a warm-up that grows', many.map((index) => Math.min(index, 10))],
  ['what shrinks', many.map((index) => 500 - index)],
])('bears %s', (_, counts) => {
  expect(firstComplaint(counts)).toBeUndefined();
});

it('bears what is kept for an epoch if the window is as long, and not otherwise', () => {
  const kept = many.map((index) => 7 + (index % 100));
  expect(firstComplaint(kept)).toBe(50);
  expect(firstComplaint(kept, { window: 100 })).toBeUndefined();
});

it('tolerates as many tensors a call as it is told', () => {
  const growing = many.map((index) => index * 2);
  expect(firstComplaint(growing, { tolerance: 2 })).toBeUndefined();
  expect(firstComplaint(growing, { tolerance: 1.9 })).toBe(50);
});

describe('on an engine', () => {
  it('ends a run whose step leaks, and says by how much', async () => {
    const made: tf.Tensor[] = [];
    const engine = new Engine(() => void made.push(tf.scalar(1), tf.scalar(2), tf.scalar(3)));
    assertNoLeaks().attach(engine);
    const error: unknown = await engine.run(many).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StateError);
    expect(String(error)).toContain('no more tensors from one ITERATION_COMPLETED to the next; they grew by 3 a call');
    expect(String(error)).toMatch(/in the last 40 calls\. Wrap .* tf\.tidy/);
    expect(engine.state.iteration).toBe(50);
    tf.dispose(made);
  });

  it('bears outputs and batches that the engine owns, and leaves no tensor itself', async () => {
    const before = tf.memory().numTensors;
    const engine = new Engine((_, batch: tf.Tensor) => ({ sum: tf.sum(batch), batch }));
    assertNoLeaks({ warmup: 1, window: 1 }).attach(engine);
    function* batches(): Generator<tf.Tensor> {
      for (let index = 0; index < 100; index++) yield tf.ones([index + 1]);
    }
    await engine.run(batches(), { ownsBatches: true, epochLength: 100 });
    await engine.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('finds at EPOCH_COMPLETED what an evaluation leaks', async () => {
    const made: tf.Tensor[] = [];
    const trainer = new Engine(() => 0);
    trainer.on(Events.EPOCH_COMPLETED, () => void made.push(tf.scalar(1)));
    assertNoLeaks({ warmup: 1, window: 1 }).attach(trainer, Events.EPOCH_COMPLETED);
    await expect(trainer.run([1, 2], { maxEpochs: 20 })).rejects.toThrow('from one EPOCH_COMPLETED to the next; they grew by 1 a call');
    expect(trainer.state.epoch).toBe(5);
    tf.dispose(made);
  });

  it('complains again when somebody handles the error and the leak goes on', async () => {
    let count = 0;
    const errors: unknown[] = [];
    const engine = new Engine(() => {
      count++;
    });
    engine.on(Events.EXCEPTION_RAISED, (_, error) => errors.push(error) > 0);
    assertNoLeaks({ warmup: 0, window: 1, countTensors: () => count }).attach(engine);
    await engine.run(many, { maxEpochs: 3 });
    expect(errors).toHaveLength(3);
  });

  it('bears a supervised training with accumulated gradients, metrics and an evaluation in it', async () => {
    const model = sequential({ layers: [layers.dense({ units: 3, inputShape: [2] })] });
    const optimizer = new Adam(model);
    const trainer = createSupervisedTrainer(model, optimizer, crossEntropy, { gradientAccumulationSteps: 4 });
    const evaluator = createSupervisedEvaluator(model, { metrics: { accuracy: new Accuracy(), loss: new Loss(crossEntropy) } });
    new RunningAverage({ outputTransform: (loss) => loss }).attach(trainer, 'loss');
    const data = Array.from({ length: 30 }, (_, index) => [tf.fill([4, 2], index), tf.tensor1d([0, 1, 2, 0], 'int32')] as const);
    trainer.on(Events.EPOCH_COMPLETED, () => evaluator.run(data));
    assertNoLeaks().attach(trainer);
    assertNoLeaks().attach(evaluator);
    assertNoLeaks({ warmup: 1, window: 1 }).attach(trainer, Events.EPOCH_COMPLETED);
    expect((await trainer.run(data, { maxEpochs: 6 })).epoch).toBe(6);
  });

  it('is over after remove()', async () => {
    let count = 0;
    const engine = new Engine(() => {
      count++;
    });
    assertNoLeaks({ countTensors: () => count }).attach(engine).remove();
    expect((await engine.run(many)).iteration).toBe(500);
  });
});

it.each([{ warmup: -1 }, { warmup: 0.5 }, { window: 0 }, { tolerance: -1 }, { tolerance: '1' }, { countTensors: 3 }, { every: 10 }])('refuses %j', (wrong) => {
  expect(() => assertNoLeaks(wrong as never)).toThrow(OptionError);
});

it('refuses what is no engine and no event', () => {
  expect(() => assertNoLeaks().attach({} as never)).toThrow(OptionError);
  expect(() => assertNoLeaks().attach(new Engine(() => 0), 'EPOCH_COMPLETED' as never)).toThrow(OptionError);
});
