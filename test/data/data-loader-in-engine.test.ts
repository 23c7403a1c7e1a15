import * as tf from '@tensorflow/tfjs-core';
import { arrayDataset, DataLoader } from '../../src/data';
import type { Dataset, LabelledBatch } from '../../src/data';
import { Engine, Events } from '../../src/engine';
import { useTestBackend } from '../support/backend';

useTestBackend();

const rows = arrayDataset(Array.from({ length: 11 }, (_, index): [number[], number] => [[index, -index], index % 3]));
const slowRows: Dataset<[number[], number]> = { length: rows.length, get: async (index) => rows.get(index) };

it.each<[string, Dataset<[number[], number]>]>([
  ['answers at once', rows],
  ['answers with promises', slowRows],
])('an engine gets every epoch whole and disposes its batches, when the data set %s', async (_, dataset) => {
  const epochs: number[][] = [[], [], []];
  const engine = new Engine<LabelledBatch, number>((running, [x]) => {
    epochs[running.state.epoch - 1]?.push(...x.dataSync().filter((__, at) => at % 2 === 0));
    return x.size;
  });
  const before = tf.memory().numTensors;
  await engine.run(new DataLoader(dataset, { batchSize: 4, shuffle: true, seed: 2 }), { maxEpochs: 3 });
  expect(tf.memory().numTensors).toBe(before);
  expect(engine.state.epochLength).toBe(3);
  const all = Array.from({ length: 11 }, (__, index) => index);
  expect(epochs.map((epoch) => [...epoch].sort((a, b) => a - b))).toEqual([all, all, all]);
  expect(epochs[0]).not.toEqual(epochs[1]);
});

it('an engine that ends in mid-epoch leaves no tensor and nothing being read', async () => {
  const before = tf.memory().numTensors;
  const engine = new Engine<LabelledBatch, number>(() => 0);
  engine.on(Events.ITERATION_COMPLETED.once(2), () => {
    engine.terminate();
  });
  await engine.run(new DataLoader(slowRows, { batchSize: 2, prefetch: 4 }), { maxEpochs: 5 });
  expect(engine.state.iteration).toBe(2);
  expect(tf.memory().numTensors).toBe(before);
});

it('the loader\'s state, taken in an iteration, says that this iteration\'s batch was handed out', async () => {
  const loader = new DataLoader(slowRows, { batchSize: 4 });
  const positions: unknown[] = [];
  const engine = new Engine<LabelledBatch, number>(() => 0);
  engine.on(Events.ITERATION_COMPLETED, () => {
    positions.push(loader.stateDict());
  });
  await engine.run(loader, { maxEpochs: 2 });
  expect(positions).toEqual([0, 1].flatMap((epoch) => [4, 8, 11].map((position) => ({ epoch, position, samples: 11 }))));
});
