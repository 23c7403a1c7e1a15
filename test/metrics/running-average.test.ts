import * as tf from '@tensorflow/tfjs-core';
import { Engine, Events } from '../../src/engine';
import { OptionError, ShapeError } from '../../src/errors';
import { Accuracy, Average, RunningAverage } from '../../src/metrics';
import { useTestBackend } from '../support/backend';
import { ranks } from '../support/two-ranks';

useTestBackend();

const identity = (output: unknown): unknown => output;

test('is null before any value', () => {
  expect(new RunningAverage({ outputTransform: identity }).compute()).toBeNull();
});

test('runs on over epochs unless said otherwise', async () => {
  const engine = new Engine((_, batch: number) => batch);
  const [running, epoch] = [new RunningAverage({ outputTransform: identity, alpha: 0.5 }), new RunningAverage({ outputTransform: identity, alpha: 0.5 })];
  running.attach(engine, 'running');
  epoch.attach(engine, 'epoch', 'singleEpochRunningBatchWise');
  const seen: unknown[] = [];
  engine.on(Events.ITERATION_COMPLETED, ({ state }) => void seen.push([state.metrics.running, state.metrics.epoch]));
  await engine.run([1, 2, 3], { maxEpochs: 2 });
  expect(seen).toEqual([[1, 1], [1.5, 1.5], [2.25, 2.25], [1.625, 1], [1.8125, 1.5], [2.40625, 2.25]]);
});

test('a source starts over after each of its values', async () => {
  const engine = new Engine((_, batch: number) => batch);
  new RunningAverage({ src: new Average(), alpha: 0.5 }).attach(engine, 'mean');
  expect((await engine.run([1, 3])).metrics).toEqual({ mean: 2 });
});

test('a combination may be the source', async () => {
  const engine = new Engine((_, batch: number) => batch);
  const mean = new Average();
  const average = new RunningAverage({ src: mean.add(mean), alpha: 0.5 });
  average.attach(engine, 'mean');
  expect((await engine.run([1, 3])).metrics).toEqual({ mean: 4 });
  average.detach(engine);
  expect((await engine.run([9])).metrics).toEqual({ mean: 4 });
});

test('by hand a source is updated with it', () => {
  const average = new RunningAverage({ src: new Accuracy(), alpha: 0.5 });
  void average.update([Int32Array.of(1, 0), Int32Array.of(1, 1)]);
  void average.observe([[1], [1]]);
  expect(average.compute()).toBe(0.75);
});

test('averages tensors element by element, refuses another shape', () => {
  const average = new RunningAverage({ outputTransform: identity, alpha: 0.5 });
  const [first, second] = [tf.tensor1d([1, 2]), tf.tensor1d([3, 6])];
  void average.update(first);
  void average.update(second);
  tf.dispose([first, second]);
  expect(average.compute()).toEqual([2, 4]);
  expect(() => average.update(1)).toThrow(ShapeError);
  expect(() => average.update('1')).toThrow(ShapeError);
  expect(average.compute()).toEqual([2, 4]);
});

test('over ranks averages the mean of the outputs', async () => {
  const values = await Promise.all(
    ranks(2).map(async (communicator) => {
      const average = new RunningAverage({ outputTransform: identity, alpha: 0.5, communicator });
      await average.update(communicator.rank * 4);
      await average.update(1 + communicator.rank * 4);
      return average.compute();
    }),
  );
  expect(values).toEqual([2.5, 2.5]);
});

test.each([
  [{}],
  [{ src: new Average(), outputTransform: identity }],
  [{ src: 'accuracy' }],
  [{ outputTransform: identity, alpha: 0 }],
  [{ outputTransform: identity, alpha: 1.1 }],
  [{ outputTransform: identity, beta: 1 }],
])('refuses options %#', (options) => {
  expect(() => new RunningAverage(options as never)).toThrow(OptionError);
});

test('goes on from a saved state to the same bits', async () => {
  const make = (): RunningAverage => new RunningAverage({ outputTransform: identity, alpha: 0.9 });
  const [whole, first, second] = [make(), make(), make()];
  for (const value of [0.1, 0.2, 0.3]) void whole.update(value);
  for (const value of [0.1, 0.2]) void first.update(value);
  second.loadStateDict(await first.stateDict());
  void second.update(0.3);
  expect(second.compute()).toBe(whole.compute());
});
