import { Engine, Events } from '../../src/engine';
import { OptionError, StateError } from '../../src/errors';
import { recordEvents, rejection } from './helpers';

describe('an engine', () => {
  test('runs its step over the data and resolves to its state', async () => {
    const engine = new Engine(async (_, batch: number) => batch * 2);
    const state = await engine.run([1, 2, 3], { maxEpochs: 2 });
    expect(state).toBe(engine.state);
    expect(state).toMatchObject({ epoch: 2, iteration: 6, output: 6, batch: 3, epochLength: 3 });
  });

  test('without a step is refused', () => expect(() => new Engine(undefined as never)).toThrow(OptionError));

  test('passes what a handler put in place of the batch to the step', async () => {
    const seen: number[] = [];
    const engine = new Engine((_, batch: number) => void seen.push(batch));
    engine.on(Events.ITERATION_STARTED.every(2), ({ state }) => (state.batch = -1));
    await engine.run([1, 2, 3, 4]);
    expect(seen).toEqual([1, -1, 3, -1]);
  });

  test('keeps metrics and attributes from run to run', async () => {
    const engine = new Engine(() => undefined);
    engine.state.metrics.accuracy = 0.5;
    engine.state.attributes.best = 1;
    await engine.run([1]);
    await engine.run([1]);
    expect([engine.state.metrics, engine.state.attributes]).toEqual([{ accuracy: 0.5 }, { best: 1 }]);
  });

  test('goes over from one data to another by setData, from the next batch on', async () => {
    const seen: number[] = [];
    const engine = new Engine((_, batch: number) => void seen.push(batch));
    engine.on(Events.ITERATION_COMPLETED.once(2), (self) => self.setData([8, 9]));
    await engine.run([1, 2, 3, 4]);
    expect(seen).toEqual([1, 2, 8, 9]);
    expect(() => engine.setData(5 as never)).toThrow(OptionError);
  });
});

describe('stopping', () => {
  test('terminate fires TERMINATE and COMPLETED, and COMPLETED may be skipped', async () => {
    const engine = new Engine((self) => self.terminate());
    const fired = recordEvents(engine);
    await engine.run([1, 2]);
    expect(fired.slice(-3)).toEqual(['ITERATION_COMPLETED', 'TERMINATE', 'COMPLETED']);
    const quiet = new Engine((self) => self.terminate({ skipCompleted: true }));
    const heard = recordEvents(quiet);
    await quiet.run([1, 2]);
    expect(heard.at(-1)).toBe('TERMINATE');
    expect(quiet.shouldTerminate).toBe(true);
  });

  test('asked for before the run has no effect', async () => {
    const engine = new Engine(() => undefined);
    engine.terminate();
    engine.interrupt();
    expect((await engine.run([1, 2])).iteration).toBe(2);
  });

  test('by a signal is like terminate, also when it has aborted before', async () => {
    const controller = new AbortController();
    const engine = new Engine(() => controller.abort());
    const fired = recordEvents(engine);
    await engine.run([1, 2], { signal: controller.signal });
    expect(fired.slice(-2)).toEqual(['TERMINATE', 'COMPLETED']);
    expect(engine.state.iteration).toBe(1);
    const late = new Engine(() => undefined);
    const heard = recordEvents(late);
    await late.run([1, 2], { signal: controller.signal });
    expect(heard).toEqual(['STARTED', 'TERMINATE', 'COMPLETED']);
  });

  test('by a signal of a run that is over does nothing', async () => {
    const controller = new AbortController();
    const engine = new Engine(() => undefined);
    await engine.run([1], { signal: controller.signal });
    controller.abort();
    expect(engine.shouldTerminate).toBe(false);
  });
});

describe('a paused run', () => {
  test('goes on in the same pass, without STARTED, and ignores data that it is given', async () => {
    const seen: number[] = [];
    const engine = new Engine((_, batch: number) => void seen.push(batch));
    engine.once(Events.ITERATION_COMPLETED.after(1), (self) => self.interrupt());
    const fired = recordEvents(engine);
    await engine.run([1, 2, 3]);
    expect(fired.at(-1)).toBe('INTERRUPT');
    await engine.run([7, 8, 9]);
    expect(seen).toEqual([1, 2, 3]);
    expect(fired.filter((name) => name === 'STARTED')).toHaveLength(1);
  });

  test('paused before the first batch goes on with its data, or with new data', async () => {
    const seen: number[] = [];
    const engine = new Engine((_, batch: number) => void seen.push(batch));
    engine.on(Events.STARTED, (self) => self.interrupt());
    await engine.run([1, 2]);
    await engine.run();
    await engine.run([1, 2]);
    await engine.run([3, 4]);
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  test('takes a new limit, and terminate() while it waits', async () => {
    const engine = new Engine(() => undefined);
    engine.once(Events.ITERATION_COMPLETED, (self) => self.interrupt());
    await engine.run([1, 2], { maxEpochs: 1 });
    expect(await engine.run(null, { maxEpochs: 3 })).toMatchObject({ epoch: 3, iteration: 6 });
    engine.once(Events.ITERATION_COMPLETED, (self) => self.interrupt());
    await engine.run([1, 2], { maxEpochs: 5 });
    engine.terminate();
    await engine.run();
    expect(engine.state.iteration).toBe(7);
  });
});

describe('dispose', () => {
  test('removes all handlers and is refused during a run', async () => {
    const engine = new Engine(() => undefined);
    const handler = jest.fn(() => undefined);
    engine.on(Events.STARTED, handler);
    engine.once(Events.STARTED, async (self) => expect(await rejection(self.dispose())).toBeInstanceOf(StateError));
    await engine.run([1]);
    await engine.dispose();
    expect(engine.hasEventHandler(handler)).toBe(false);
  });
});
