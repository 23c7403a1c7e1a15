import { arrayDataset, DataLoader } from '../../../src/data';
import { Engine, Events } from '../../../src/engine';
import { CheckpointError, OptionError } from '../../../src/errors';
import type { StateTree } from '../../../src/contracts';
import { BatchSizeScheduler } from '../../../src/handlers';

const double = (epoch: number): number => 2 ** epoch;

function setUp(schedulerFn = double) {
  const loader = new DataLoader(arrayDataset(Array.from({ length: 8 }, (_, index) => index)), { batchSize: 1, collate: (samples: readonly number[]) => samples });
  const seen: (readonly number[])[] = [];
  const engine = new Engine((_, batch: readonly number[]) => void seen.push(batch));
  const scheduler = new BatchSizeScheduler(loader, { schedulerFn, saveHistory: true });
  return { loader, seen, engine, scheduler };
}

it('the batches of each epoch have its size', async () => {
  const { loader, seen, engine, scheduler } = setUp();
  scheduler.attach(engine);
  await engine.run(loader, { maxEpochs: 3, epochLength: 2 });
  expect(seen).toEqual([[0], [1], [2, 3], [4, 5], [6, 7], [0, 1, 2, 3]]);
  expect(engine.state.attributes.paramHistory).toEqual({ batchSize: [1, 2, 4] });
});

it('a run that is resumed within an epoch has the size of that epoch', async () => {
  const whole = setUp((epoch) => 2 + epoch);
  whole.scheduler.attach(whole.engine);
  await whole.engine.run(whole.loader, { maxEpochs: 3, epochLength: 2 });
  const stopped = setUp((epoch) => 2 + epoch);
  stopped.scheduler.attach(stopped.engine);
  stopped.engine.on(Events.ITERATION_COMPLETED.once(3), (engine) => engine.terminate());
  await stopped.engine.run(stopped.loader, { maxEpochs: 3, epochLength: 2 });
  const resumed = setUp((epoch) => 2 + epoch);
  resumed.scheduler.attach(resumed.engine);
  resumed.scheduler.loadStateDict(JSON.parse(JSON.stringify(stopped.scheduler.stateDict())) as StateTree);
  resumed.loader.loadStateDict(stopped.loader.stateDict());
  resumed.engine.loadStateDict(stopped.engine.stateDict());
  await resumed.engine.run(resumed.loader, { maxEpochs: 3, epochLength: 2 });
  expect([...stopped.seen, ...resumed.seen]).toEqual(whole.seen);
});

it('takes another event, and is over after remove()', async () => {
  const { loader, seen, engine, scheduler } = setUp((event) => event + 1);
  const attached = scheduler.attach(engine, Events.ITERATION_COMPLETED);
  await engine.run(loader, { epochLength: 3 });
  expect(seen).toEqual([[0], [1], [2, 3]]);
  attached.remove();
  await engine.run(loader, { epochLength: 1 });
  expect(loader.batchSize).toBe(3);
});

test.each([0, 1.5, NaN, '2'])('a size of %p is refused when it comes', async (size) => {
  const { loader, engine, scheduler } = setUp(() => size as number);
  scheduler.attach(engine);
  await expect(engine.run(loader)).rejects.toThrow('BatchSizeScheduler.schedulerFn: expected to give an integer of at least 1');
  expect(loader.batchSize).toBe(1);
});

it('simulates', () => {
  expect(BatchSizeScheduler.simulateValues(3, { schedulerFn: double })).toEqual([[0, 1], [1, 2], [2, 4]]);
});

it('refuses what has no batch size, what is no function, and a state that does not fit', () => {
  expect(() => new BatchSizeScheduler([] as never, { schedulerFn: double })).toThrow('a DataLoader, or another object whose batchSize may be set');
  expect(() => new BatchSizeScheduler({ batchSize: 1 }, { schedulerFn: 2 as never })).toThrow(OptionError);
  const { scheduler, loader } = setUp();
  expect(() => scheduler.loadStateDict({ ...scheduler.stateDict(), batchSize: 0 })).toThrow(CheckpointError);
  expect(() => scheduler.loadStateDict({})).toThrow(CheckpointError);
  expect([scheduler.getParam(), loader.batchSize]).toEqual([1, 1]);
});
