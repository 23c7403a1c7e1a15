import { Engine, Events, defineEvent } from '../../../src/engine';
import { StateError } from '../../../src/errors';
import { RunTimes } from '../../../src/handlers/profilers/run-times';

let seconds = 0;
const clock = { now: () => seconds * 1000 };
const spend = (time: number) => (): void => void (seconds += time);
const spendLater = (time: number) => async (): Promise<void> => {
  await new Promise((resolve) => setImmediate(resolve));
  seconds += time;
};
beforeEach(() => {
  seconds = 1000;
});

function* slowly(count: number, time: number): Generator<number> {
  for (let index = 0; index < count; index++) {
    seconds += time;
    yield index;
  }
}

const values = (times: ReadonlyMap<number, number>): number[] => [...times.values()];
const total = (times: RunTimes): Record<string, number[]> => Object.fromEntries(times.handlers().map(({ name, eventName, seconds: each }) => [`${eventName} ${name}`, each]));

it('tells the step, the data and the handlers apart', async () => {
  const engine = new Engine(spend(8));
  const before = spend(1);
  engine.on(Events.GET_BATCH_STARTED, before);
  engine.on(Events.ITERATION_STARTED, spend(2));
  const times = new RunTimes('test', clock);
  times.attach(engine);
  engine.on(Events.GET_BATCH_COMPLETED, spend(1));
  engine.on(Events.ITERATION_STARTED, spend(1));
  engine.on(Events.ITERATION_COMPLETED, spend(5));
  engine.on(Events.EPOCH_COMPLETED, spend(100));
  await engine.run(slowly(3, 4), { epochLength: 3 });
  expect(values(times.processing)).toEqual([8, 8, 8]);
  expect(values(times.dataflow)).toEqual([4, 4, 4]);
  expect([...times.epochs]).toEqual([[1, 1], [2, 1], [3, 1]]);
  expect(times.eventTimes('ITERATION_STARTED')).toEqual([3, 3, 3]);
  expect(times.eventTimes('GET_BATCH_STARTED')).toEqual([1, 1, 1]);
  expect(times.eventTimes('EPOCH_COMPLETED')).toEqual([100]);
  expect(times.eventTimes('COMPLETED')).toEqual([0]);
  expect([times.eventTime('ITERATION_COMPLETED', 1, 3), times.eventTime('EPOCH_COMPLETED', 1, 3), times.eventTime('EPOCH_COMPLETED', 2, 4)]).toEqual([5, 100, undefined]);
});

it('asynchronous handlers, steps and data count until they have settled', async () => {
  const engine = new Engine(spendLater(8));
  engine.on(Events.ITERATION_STARTED, spendLater(2));
  engine.on(Events.ITERATION_COMPLETED, spend(1));
  const times = new RunTimes('test', clock);
  times.attach(engine);
  const data = {
    async *[Symbol.asyncIterator]() {
      for (let index = 0; index < 2; index++) {
        await spendLater(4)();
        yield index;
      }
    },
  };
  await engine.run(data, { epochLength: 2 });
  expect([values(times.processing), values(times.dataflow), times.eventTimes('ITERATION_STARTED')]).toEqual([[8, 8], [4, 4], [2, 2]]);
});

it('keeps the times of each handler, those of custom events included, and leaves its own out', async () => {
  const SAVED = defineEvent('SAVED');
  const engine = new Engine(() => 0);
  function never(): void {}
  function log(): void {
    seconds += 1;
  }
  function save(): void {
    seconds += 3;
  }
  engine.on(Events.ITERATION_COMPLETED.every(2).or(Events.COMPLETED), log);
  engine.on(Events.EPOCH_COMPLETED.once(7), never);
  const times = new RunTimes('test', clock);
  times.attach(engine);
  engine.on(SAVED, save);
  engine.on(Events.EPOCH_COMPLETED, function evaluate() {
    seconds += 1;
    return engine.fireEvent(SAVED);
  });
  await engine.run([1, 2, 3, 4]);
  expect(total(times)).toEqual({
    'ITERATION_COMPLETED log': [1, 1],
    'EPOCH_COMPLETED never': [],
    'EPOCH_COMPLETED evaluate': [4],
    'COMPLETED log': [1],
    'SAVED save': [3],
  });
  expect(times.eventTimes('EPOCH_COMPLETED')).toEqual([4]);
});

it('every run begins with nothing, its handlers of STARTED included, also after one that failed', async () => {
  let fails = false;
  const engine = new Engine(() => {
    seconds += 1;
    if (fails) throw new Error('failed');
  });
  engine.on(Events.STARTED, spend(7));
  const times = new RunTimes('test', clock);
  times.attach(engine);
  engine.on(Events.STARTED, spend(5));
  await engine.run([1, 2, 3]);
  await engine.run([1, 2]);
  expect([times.eventTimes('STARTED'), values(times.processing)]).toEqual([[12], [1, 1]]);
  fails = true;
  await expect(engine.run([1, 2])).rejects.toThrow('failed');
  expect([times.eventTimes('STARTED'), values(times.processing)]).toEqual([[12], []]);
  fails = false;
  engine.state.maxEpochs = null;
  await engine.run([1]);
  expect([times.eventTimes('STARTED'), values(times.processing)]).toEqual([[12], [1]]);
});

it('a paused run goes on with its times, the pause left out of them', async () => {
  const engine = new Engine(spend(2));
  engine.on(Events.ITERATION_COMPLETED.once(1), () => engine.interrupt());
  const times = new RunTimes('test', clock);
  times.attach(engine);
  await engine.run([1, 2, 3]);
  seconds += 500;
  await engine.run();
  expect([values(times.processing), values(times.dataflow)]).toEqual([[2, 2, 2], [0, 0, 0]]);
});

it('without data there is no dataflow, and data that begins again in mid-epoch counts once', async () => {
  const engine = new Engine(spend(2));
  const times = new RunTimes('test', clock);
  times.attach(engine);
  await engine.run(null, { epochLength: 2 });
  expect([values(times.processing), values(times.dataflow)]).toEqual([[2, 2], []]);
  engine.state.maxEpochs = null;
  await engine.run([1, 2], { epochLength: 3 });
  expect(values(times.dataflow)).toEqual([0, 0, 0]);
});

it('measures until the handle is removed, and one engine at a time', async () => {
  const [engine, other] = [new Engine(spend(1)), new Engine(spend(2))];
  const times = new RunTimes('Profiler', clock);
  const handle = times.attach(engine);
  expect(() => times.attach(other)).toThrow(StateError);
  await engine.run([1]);
  handle.remove();
  await engine.run([1, 2, 3]);
  expect(values(times.processing)).toEqual([1]);
  times.attach(other);
  await other.run([1]);
  expect(values(times.processing)).toEqual([2]);
});
