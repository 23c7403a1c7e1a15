import * as tf from '@tensorflow/tfjs-core';
import { Engine, Events } from '../../src/engine';
import { OptionError } from '../../src/errors';
import { EpochOutputStore } from '../../src/handlers';
import { useTestBackend } from '../support/backend';

useTestBackend();

it('holds the outputs since the epoch began', async () => {
  const engine = new Engine((_, batch: number) => batch);
  const store = new EpochOutputStore<number>();
  store.attach(engine);
  const seen: number[][] = [];
  engine.on(Events.ITERATION_COMPLETED, () => seen.push([...store.data]));
  await engine.run([1, 2], { maxEpochs: 2 });
  expect(seen).toEqual([[1], [1, 2], [1], [1, 2]]);
});

it('puts the list of an epoch on the state, where a later epoch leaves it alone', async () => {
  const engine = new Engine(({ state }) => state.iteration);
  new EpochOutputStore<number>().attach(engine, 'outputs');
  const lists: unknown[] = [];
  engine.on(Events.EPOCH_COMPLETED, ({ state }) => lists.push(state.attributes.outputs));
  await engine.run([0, 0], { maxEpochs: 2 });
  expect(lists).toEqual([[1, 2], [3, 4]]);
});

it('refuses to keep a tensor, which would be disposed', async () => {
  const before = tf.memory().numTensors;
  const engine = new Engine(() => ({ yPred: tf.scalar(1) }));
  new EpochOutputStore().attach(engine);
  await expect(engine.run([0], { maxEpochs: 1 })).rejects.toThrow(OptionError);
  await engine.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

it('keeps nothing after remove()', async () => {
  const engine = new Engine(() => 1);
  const store = new EpochOutputStore();
  store.attach(engine, 'outputs').remove();
  const { attributes } = await engine.run([0], { maxEpochs: 1 });
  expect([store.data, attributes.outputs]).toEqual([[], undefined]);
});
