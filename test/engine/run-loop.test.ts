import { Engine, Events } from '../../src/engine';
import { StateError } from '../../src/errors';
import { manualClock, recordEvents, rejection } from './helpers';

const boom = new Error('boom');

function failingAt(iteration: number): Engine {
  return new Engine((self) => {
    if (self.state.iteration === iteration) throw boom;
  });
}

describe('an error', () => {
  test('that nobody handles makes run reject with it', async () => {
    const engine = failingAt(2);
    expect(await rejection(engine.run([1, 2, 3]))).toBe(boom);
    expect(engine.lastEventName).toBe('ITERATION_STARTED');
  });

  test('is shown once, with the engine first, to handlers of EXCEPTION_RAISED', async () => {
    const engine = failingAt(2);
    const seen: unknown[] = [];
    engine.on(Events.EXCEPTION_RAISED, (self, error, own) => seen.push(self === engine, error, own), 'own');
    expect(await rejection(engine.run([1, 2, 3]))).toBe(boom);
    expect(seen).toEqual([true, boom, 'own']);
  });

  test.each([['sync', true], ['async', Promise.resolve(true)]])('that a handler answers with true ends the epoch, and training goes on (%s)', async (_, answer) => {
    const engine = failingAt(2);
    engine.on(Events.EXCEPTION_RAISED, () => answer);
    const fired = recordEvents(engine);
    await engine.run([1, 2, 3], { maxEpochs: 2 });
    expect(engine.state).toMatchObject({ epoch: 2, iteration: 5 });
    expect(fired.filter((name) => name === 'EPOCH_COMPLETED')).toHaveLength(2);
  });

  test.each([['undefined', undefined], ['1', 1], ['a promise of false', Promise.resolve(false)]])('is not handled by an answer of %s', async (_, answer) => {
    const engine = failingAt(1);
    engine.on(Events.EXCEPTION_RAISED, () => answer);
    expect(await rejection(engine.run([1]))).toBe(boom);
  });

  test('outside the iterations, handled, ends the run without TERMINATE and COMPLETED', async () => {
    const engine = new Engine(() => undefined);
    const fired = recordEvents(engine);
    engine.on(Events.EPOCH_COMPLETED, () => {
      throw boom;
    });
    engine.on(Events.EXCEPTION_RAISED, () => true);
    const state = await engine.run([1], { maxEpochs: 3 });
    expect(state.epoch).toBe(1);
    expect(fired.at(-1)).toBe('EPOCH_COMPLETED');
  });

  test('of a handler of EXCEPTION_RAISED makes run reject with it, the first as its cause', async () => {
    const engine = failingAt(1);
    const second = new Error('second');
    let calls = 0;
    engine.on(Events.EXCEPTION_RAISED, async () => {
      calls++;
      throw second;
    });
    expect(await rejection(engine.run([1]))).toBe(second);
    expect(second.cause).toBe(boom);
    expect(calls).toBe(1);
  });

  test('that is thrown on has no cause put in, nor is one replaced', async () => {
    const again = failingAt(1);
    again.on(Events.EXCEPTION_RAISED, (_, error) => {
      throw error;
    });
    expect(await rejection(again.run([1]))).toBe(boom);
    expect(boom.cause).toBeUndefined();
    const wrapped = new Error('wrapped', { cause: 'its own' });
    const other = failingAt(1);
    other.on(Events.EXCEPTION_RAISED, () => {
      throw wrapped;
    });
    expect(await rejection(other.run([1]))).toBe(wrapped);
    expect(wrapped.cause).toBe('its own');
  });

  test.each(['data', 'handler', 'promise of a step'])('may come from a %s', async (where) => {
    const engine = new Engine(() => (where === 'promise of a step' ? Promise.reject(boom) : undefined));
    if (where === 'handler') engine.on(Events.GET_BATCH_COMPLETED, () => Promise.reject(boom));
    const data = {
      length: 2,
      *[Symbol.iterator]() {
        yield 1;
        if (where === 'data') throw boom;
      },
    };
    expect(await rejection(engine.run(data))).toBe(boom);
  });

  test('leaves an engine that goes on with a new epoch from the start of the data', async () => {
    const batches: number[] = [];
    const engine = new Engine((self, batch: number) => {
      if (self.state.iteration === 2) throw boom;
      batches.push(batch);
    });
    await rejection(engine.run([7, 8, 9], { maxEpochs: 2 }));
    await engine.run([7, 8, 9], { maxEpochs: 2 });
    expect(batches).toEqual([7, 7, 8, 9]);
    expect(engine.state).toMatchObject({ epoch: 2, iteration: 5 });
  });
});

test('terminateEpoch in EPOCH_STARTED is an error that says where to call it', async () => {
  const engine = new Engine(() => undefined);
  engine.on(Events.EPOCH_STARTED, (self) => self.terminateEpoch());
  const error = await rejection(engine.run([1]));
  expect(error).toBeInstanceOf(StateError);
  expect(String(error)).toContain('Call it from GET_BATCH_STARTED on');
});

test('times are in seconds, there in the handlers of the events, and complete after them', async () => {
  const clock = manualClock();
  const engine = new Engine(() => void (clock.time += 1000), { clock });
  const seen: unknown[] = [];
  engine.on(Events.EPOCH_STARTED, ({ state }) => {
    seen.push(state.times.EPOCH_COMPLETED);
    clock.time += 100;
  });
  engine.on(Events.EPOCH_COMPLETED, ({ state }) => {
    seen.push(state.times.EPOCH_COMPLETED);
    clock.time += 10;
  });
  engine.on(Events.COMPLETED, ({ state }) => {
    seen.push(state.times.COMPLETED);
    clock.time += 1;
  });
  expect(engine.state.times).toEqual({ EPOCH_COMPLETED: null, COMPLETED: null });
  const { times } = await engine.run([1, 2]);
  expect(seen).toEqual([0, 2.1, 2.11]);
  expect(times.EPOCH_COMPLETED).toBeCloseTo(2.11);
  expect(times.COMPLETED).toBeCloseTo(2.111);
});

describe('data that runs dry', () => {
  const oneShot = (length: number): IterableIterator<number> => Array.from({ length }, (_, index) => index)[Symbol.iterator]();

  test('and cannot begin again ends the run after its epoch, with a warning', async () => {
    const warnings: string[] = [];
    const engine = new Engine(() => undefined, { logger: { warn: (message) => warnings.push(message) } });
    const fired = recordEvents(engine);
    await engine.run(oneShot(3), { maxEpochs: 5, epochLength: 2 });
    expect(engine.state).toMatchObject({ epoch: 2, iteration: 3 });
    expect(fired.slice(-4)).toEqual(['GET_BATCH_STARTED', 'DATALOADER_STOP_ITERATION', 'EPOCH_COMPLETED', 'COMPLETED']);
    expect(warnings).toEqual([expect.stringContaining('after 3 of 10 iterations')]);
  });

  test('ends a run with maxIters too, which could never end otherwise', async () => {
    const engine = new Engine(() => undefined, { logger: { warn: () => undefined } });
    expect(await engine.run({ [Symbol.iterator]: () => oneShot(0) }, { maxIters: 5, epochLength: 2 })).toMatchObject({ epoch: 1, iteration: 0 });
  });

  test('goes on with what a handler of DATALOADER_STOP_ITERATION puts into state.dataloader', async () => {
    const seen: number[] = [];
    const engine = new Engine((_, batch: number) => void seen.push(batch));
    engine.on(Events.DATALOADER_STOP_ITERATION, ({ state }) => (state.dataloader = oneShot(2)));
    await engine.run(oneShot(2), { maxEpochs: 2, epochLength: 3 });
    expect(seen).toEqual([0, 1, 0, 1, 0, 1]);
  });

  test('ends an epoch whose length a handler has lowered below what is done', async () => {
    const engine = new Engine(() => undefined);
    engine.on(Events.ITERATION_COMPLETED.once(3), ({ state }) => (state.epochLength = 2));
    expect(await engine.run([1, 2, 3, 4])).toMatchObject({ epoch: 1, iteration: 3 });
  });
});
