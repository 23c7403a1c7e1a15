import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import type { FileStore } from '../../../src/contracts';
import { arrayDataset, DataLoader } from '../../../src/data';
import type { Engine } from '../../../src/engine';
import { Events } from '../../../src/engine';
import { Checkpoint, defaultScoreFunction, EarlyStopping, encodeCheckpoint, latestCheckpoint, loadObjects, memoryStore } from '../../../src/handlers';
import { toStateDict } from '../../../src/handlers/checkpoint/saveable';
import * as losses from '../../../src/losses';
import { Loss, RunningAverage } from '../../../src/metrics';
import * as optim from '../../../src/optim';
import { createSupervisedEvaluator, createSupervisedTrainer } from '../../../src/training';
import { useTestBackend } from '../../support/backend';

useTestBackend();

const MAX_EPOCHS = 4;
const samples = Array.from({ length: 18 }, (_, index): [number[], number] => [[Math.sin(index), Math.cos(3 * index), index % 5], index % 3]);

interface World {
  readonly trainer: Engine;
  readonly loader: DataLoader<[number[], number]>;
  readonly objects: Record<string, Checkpoint | Parameters<typeof loadObjects>[0][string]>;
  dispose(): Promise<void>;
}

/** All that takes part in a run, as a new process would build it: with other weights than any run before. */
function build(store: FileStore, seed: number, savedEvery: number): World {
  const initial = (offset: number): ReturnType<typeof layers.initializers.glorotUniform> => layers.initializers.glorotUniform({ seed: seed + offset });
  const model = layers.sequential({
    layers: [
      layers.layers.dense({ name: 'hidden', units: 6, inputShape: [3], activation: 'tanh', kernelInitializer: initial(0) }),
      layers.layers.dense({ name: 'head', units: 3, kernelInitializer: initial(1) }),
    ],
  });
  const optimizer = new optim.Adam(model, { lr: 0.05, amsgrad: true });
  const trainer = createSupervisedTrainer(model, optimizer, losses.crossEntropy);
  const evaluator = createSupervisedEvaluator(model, { metrics: { loss: new Loss(losses.crossEntropy) } });
  const loader = new DataLoader(arrayDataset(samples), { batchSize: 4, shuffle: true, seed: 7 });
  const validation = new DataLoader(arrayDataset(samples.slice(0, 6)), { batchSize: 4 });
  const average = new RunningAverage({ outputTransform: (loss) => loss, alpha: 0.9 });
  average.attach(trainer, 'average');
  const earlyStopping = new EarlyStopping({ patience: 2, threshold: 0.02, scoreFunction: defaultScoreFunction('loss', -1), trainer });
  earlyStopping.attach(evaluator);
  trainer.on(Events.EPOCH_COMPLETED, () => evaluator.run(validation));
  const toSave = { model, optimizer, trainer, loader, earlyStopping, average };
  const checkpointer = new Checkpoint({ toSave, store, nSaved: 2, includeSelf: true });
  // At the end of an epoch after the evaluation, so that none is left out or done twice.
  trainer.on(Events.ITERATION_COMPLETED.when((_, iteration) => iteration % savedEvery === 0 && iteration % loader.length !== 0), checkpointer);
  trainer.on(Events.EPOCH_COMPLETED, checkpointer);
  return {
    trainer,
    loader,
    objects: { ...toSave, checkpointer },
    async dispose() {
      await trainer.dispose();
      await evaluator.dispose();
      optimizer.dispose();
      model.dispose();
    },
  };
}

/** Runs until it is done or killed at an iteration; says whether it is done. */
async function run({ trainer, loader }: World, killedAt?: number): Promise<boolean> {
  if (killedAt !== undefined) {
    trainer.on(Events.ITERATION_COMPLETED.once(killedAt), () => {
      throw new Error('killed');
    });
  }
  return trainer.run(loader, { maxEpochs: MAX_EPOCHS }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Error && error.message === 'killed') return false;
      throw error;
    },
  );
}

/** The bytes of everything in the end. */
async function outcome(kills: readonly number[], savedEvery: number): Promise<{ bytes: Uint8Array; files: string[] }> {
  const store = memoryStore();
  for (let attempt = 0; ; attempt++) {
    const world = build(store, attempt * 100, savedEvery);
    const latest = await latestCheckpoint(store);
    if (latest !== undefined) await loadObjects(world.objects, latest.state);
    else await loadObjects(world.objects, await start(savedEvery));
    const isDone = await run(world, kills[attempt]);
    const state = Object.fromEntries(await Promise.all(Object.entries(world.objects).map(async ([name, object]) => [name, await stateOf(object)] as const)));
    const bytes = await encodeCheckpoint(state);
    await world.dispose();
    if (isDone) return { bytes, files: await store.list() };
  }
}

/** The same first weights for every attempt that finds no checkpoint. */
async function start(savedEvery: number): Promise<Awaited<ReturnType<typeof stateOf>>> {
  const world = build(memoryStore(), 1, savedEvery);
  const state = Object.fromEntries(await Promise.all(Object.entries(world.objects).map(async ([name, object]) => [name, await stateOf(object)] as const)));
  await world.dispose();
  return state;
}

function stateOf(object: World['objects'][string]): ReturnType<Checkpoint['stateDict']> | Promise<ReturnType<Checkpoint['stateDict']>> {
  return toStateDict('test', 'object', object).stateDict();
}

it('a run that is killed any number of times ends with the bits of one that is not', async () => {
  const length = Math.ceil(samples.length / 4);
  const kills = fc.uniqueArray(fc.integer({ min: 1, max: length * MAX_EPOCHS }), { maxLength: 3 }).map((list) => list.sort((a, b) => a - b));
  const undisturbed = new Map<number, Awaited<ReturnType<typeof outcome>>>();
  await fc.assert(
    fc.asyncProperty(kills, fc.integer({ min: 1, max: 4 }), async (killedAt, savedEvery) => {
      const expected = undisturbed.get(savedEvery) ?? (await outcome([], savedEvery));
      undisturbed.set(savedEvery, expected);
      expect(await outcome(killedAt, savedEvery)).toEqual(expected);
    }),
    { numRuns: 25 },
  );
});

it('leaves no tensor behind', async () => {
  await outcome([3], 2);
  const before = tf.memory().numTensors;
  await outcome([4, 9], 3);
  expect(tf.memory().numTensors).toBe(before);
});
