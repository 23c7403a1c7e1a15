import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import type { HandlerRun } from '../../bench/support/handler-cases';
import { HANDLER_CASES } from '../../bench/support/handler-cases';
import type { Engine } from '../../src/engine';
import { Events } from '../../src/engine';
import { Checkpoint, EMAHandler, EarlyStopping, FastaiLRFinder, ModelCheckpoint, TensorboardLogger, memoryAppendFile, memoryStore } from '../../src/handlers';
import * as losses from '../../src/losses';
import { Adam, modelState } from '../../src/optim';
import { createSupervisedTrainer } from '../../src/training';
import { useTestBackend } from '../support/backend';

useTestBackend();

const quiet = { info: jest.fn(), warn: jest.fn(), error: jest.fn() };
type Batch = [x: tf.Tensor, y: tf.Tensor];

/** What cases have that need more than {@link HandlerRun}. */
interface Setting extends HandlerRun {
  readonly optimizer: Adam;
  readonly engine: Engine<Batch, number>;
  readonly batches: Batch[];
}

/** Attaches a handler, or does the work itself; returns what ends the handler's work. */
type Attach = (setting: Setting) => (() => unknown) | undefined | Promise<void>;

/** Handlers that do not work in every iteration, and options that hold more. */
const others: readonly (readonly [string, Attach])[] = [
  ['Checkpoint', ({ engine, model, optimizer }) => void new Checkpoint({ toSave: { engine, model, optimizer }, store: memoryStore() }).attach(engine, Events.ITERATION_COMPLETED)],
  ['ModelCheckpoint', ({ engine, model, optimizer }) => void new ModelCheckpoint({ store: memoryStore() }).attach(engine, { model, optimizer }, Events.ITERATION_COMPLETED)],
  [
    'EarlyStopping with restoreBest',
    ({ engine, model }) => {
      const scoreFunction = (): number => -Math.abs(engine.state.iteration - 3);
      const stopping = new EarlyStopping({ patience: 2, scoreFunction, trainer: engine, restoreBest: { model }, logger: quiet });
      stopping.attach(engine, { event: Events.ITERATION_COMPLETED });
      return () => expect(stopping.counter).toBe(2);
    },
  ],
  [
    'EMAHandler, read, copied, saved and loaded',
    ({ engine, model }) => {
      const ema = new EMAHandler({ model, momentum: 0.5, handleBuffers: 'update' });
      ema.attach(engine);
      engine.on(Events.EPOCH_COMPLETED, async () => {
        await ema.withAveragedWeights(() => modelState(model).stateDict());
        await ema.loadStateDict(await ema.stateDict());
      });
      return () => ema.dispose();
    },
  ],
  [
    'FastaiLRFinder',
    async ({ engine, model, optimizer, batches }) => {
      const finder = new FastaiLRFinder({ logger: quiet });
      await finder.run(engine, batches, { toSave: { model, optimizer }, numIter: 6, endLr: 1 });
      expect(finder.getResults().lr.length).toBeGreaterThan(1);
    },
  ],
  [
    'TensorboardLogger with every kind of record',
    ({ engine, newFile }) => {
      const logger = new TensorboardLogger({ file: newFile() });
      logger.attachOutputHandler(engine, { event: Events.ITERATION_COMPLETED, outputTransform: (loss) => ({ loss, list: [loss, loss] }) });
      engine.on(Events.EPOCH_COMPLETED, () => {
        logger.log({ kind: 'histogram', tag: 'values', values: Float32Array.of(1, 2) }, 1);
        logger.log({ kind: 'image', tag: 'picture', image: { dtype: 'float32', shape: [1, 1, 1], data: Float32Array.of(0.5) } }, 1);
      });
      return () => logger.close();
    },
  ],
];

const cases: readonly (readonly [string, Attach])[] = [...HANDLER_CASES.map(({ name, attach }) => [name, attach] as const), ...others];

describe('a training run leaves no tensor behind with', () => {
  test.each(cases)('%s', async (_, attach) => {
    const before = tf.memory().numTensors;
    const model = layers.sequential({ layers: [layers.layers.dense({ units: 3, inputShape: [2] }), layers.layers.batchNormalization(), layers.layers.dense({ units: 1 })] });
    const optimizer = new Adam(model);
    const batches = [1, 2, 3].map((seed): Batch => [tf.randomNormal([4, 2], 0, 1, 'float32', seed), tf.randomNormal([4, 1], 0, 1, 'float32', seed)]);
    const train = async (handler: Attach): Promise<number> => {
      const engine = createSupervisedTrainer<tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, number, Batch>(model, optimizer, losses.mse);
      let calls = 0;
      engine.observeHandlers({
        called() {
          calls += 1;
          return () => undefined;
        },
      });
      const close = await handler({ trainer: engine, engine, model, optimizer, batches, newFile: memoryAppendFile });
      await engine.run(batches, { maxEpochs: 2 });
      await close?.();
      await engine.dispose();
      return calls;
    };

    // The optimizer makes its slots in the first run.
    await train(() => undefined);
    const held = tf.memory().numTensors;
    for (let run = 0; run < 2; run++) {
      expect(await train(attach)).toBeGreaterThan(0);
      expect(tf.memory().numTensors).toBe(held);
    }

    optimizer.dispose();
    model.dispose();
    tf.dispose(batches);
    expect(tf.memory().numTensors).toBe(before);
  });
});
