import type { RunOptions } from '../../src/engine';
import { Engine, Events } from '../../src/engine';
import { DataError, OptionError, StateError } from '../../src/errors';
import { rejection } from './helpers';

const DATA = [1, 2, 3];

async function stopped(options: RunOptions, at: number): Promise<Engine> {
  const engine = new Engine(() => undefined);
  engine.on(Events.ITERATION_COMPLETED, (self) => (self.state.iteration === at ? self.terminate() : undefined));
  await engine.run(DATA, options);
  return engine;
}

describe('a run is refused', () => {
  test.each<[string, unknown, new (...args: never[]) => Error, string]>([
    ['maxEpochs of 0', { maxEpochs: 0 }, OptionError, 'run.maxEpochs: expected a positive integer, got 0 (number)'],
    ['a negative maxIters', { maxIters: -1 }, OptionError, 'run.maxIters: expected a positive integer, got -1 (number)'],
    ['a fractional maxEpochs', { maxEpochs: 1.5 }, OptionError, 'run.maxEpochs: expected a positive integer, got 1.5 (number)'],
    ['a text for a number', { epochLength: '3' }, OptionError, 'run.epochLength: expected a positive integer, got "3" (string)'],
    ['epochLength of 0', { epochLength: 0 }, OptionError, 'run.epochLength: expected a positive integer'],
    ['both limits', { maxEpochs: 1, maxIters: 1 }, OptionError, 'expected maxEpochs or maxIters, not both'],
    ['an unknown option', { epochs: 3 }, OptionError, 'only options that it has (maxEpochs, maxIters, epochLength, signal, ownsBatches)'],
    ['a signal that is none', { signal: {} }, OptionError, 'run.signal: expected an AbortSignal'],
  ])('with %s', async (_, options, kind, message) => {
    const engine = new Engine(() => undefined);
    const error = await rejection(engine.run(DATA, options as RunOptions));
    expect(error).toBeInstanceOf(kind);
    expect(String(error)).toContain(message);
    expect(engine.state.iteration).toBe(0);
    expect(engine.lastEventName).toBeNull();
  });

  test('without data and epochLength', async () => {
    expect(String(await rejection(new Engine(() => undefined).run()))).toContain('run.epochLength: expected a positive integer, since there is no data');
  });
  test('with empty data', async () => {
    expect(await rejection(new Engine(() => undefined).run([]))).toBeInstanceOf(DataError);
  });
  test('while one is under way', async () => {
    const engine = new Engine(() => undefined);
    const first = engine.run(DATA);
    expect(await rejection(engine.run(DATA))).toBeInstanceOf(StateError);
    expect((await first).iteration).toBe(3);
  });
  test('with a limit below what is reached', async () => {
    const engine = await stopped({ maxEpochs: 4 }, 5);
    const error = await rejection(engine.run(DATA, { maxEpochs: 1 }));
    expect(String(error)).toContain('run.maxEpochs: expected at least the 2 that the state has reached, got 1 (number). Set engine.state.maxEpochs = null');
    expect(engine.state.maxEpochs).toBe(4);
  });
  test('with the other kind of limit', async () => {
    const engine = await stopped({ maxEpochs: 4 }, 5);
    expect(String(await rejection(engine.run(DATA, { maxIters: 9 })))).toContain('run.maxIters: expected maxEpochs, by which');
  });
  test('with another epochLength where it goes on', async () => {
    const engine = await stopped({ maxEpochs: 4 }, 5);
    expect(String(await rejection(engine.run(DATA, { epochLength: 2 })))).toContain('the epoch length of the run that goes on (3), got 2');
  });
  test('without the data where it goes on', async () => {
    const engine = await stopped({ maxEpochs: 4 }, 5);
    expect(String(await rejection(engine.run()))).toContain('the data again');
  });
});

describe('a run begins anew', () => {
  test('after a finished one, with one epoch where nothing is said', async () => {
    const engine = new Engine(() => undefined);
    await engine.run(DATA, { maxEpochs: 3 });
    expect(await engine.run(DATA)).toMatchObject({ epoch: 1, iteration: 3, maxEpochs: 1 });
  });
  test('after state.maxEpochs = null, with any limit', async () => {
    const engine = await stopped({ maxEpochs: 4 }, 5);
    engine.state.maxEpochs = null;
    expect(await engine.run(DATA, { maxIters: 2 })).toMatchObject({ epoch: 1, iteration: 2, maxEpochs: null, maxIters: 2 });
  });
  test('in place of a paused one, which is given up without an error', async () => {
    const engine = new Engine(() => undefined);
    const errors: unknown[] = [];
    engine.on(Events.EXCEPTION_RAISED, (_, error) => errors.push(error));
    engine.once(Events.ITERATION_COMPLETED.after(1), (self) => self.interrupt());
    await engine.run(DATA, { maxEpochs: 4 });
    engine.state.maxEpochs = null;
    expect(await engine.run(DATA, { maxEpochs: 2 })).toMatchObject({ epoch: 2, iteration: 6 });
    expect(errors).toEqual([]);
  });
});

describe('a run goes on', () => {
  test('after a finished one with a larger limit', async () => {
    const engine = new Engine(() => undefined);
    await engine.run(DATA, { maxEpochs: 1 });
    expect(await engine.run(DATA, { maxEpochs: 3 })).toMatchObject({ epoch: 3, iteration: 9 });
  });
  test('after terminate() with a whole new epoch', async () => {
    const engine = await stopped({ maxEpochs: 4 }, 4);
    expect(await engine.run(DATA)).toMatchObject({ epoch: 4, iteration: 4 + 2 * 3 });
  });
  test('with maxIters again over a source of unknown length', async () => {
    const engine = new Engine(() => undefined);
    const data = { [Symbol.iterator]: () => DATA[Symbol.iterator]() };
    await engine.run(data, { maxIters: 4 });
    expect(await engine.run(data, { maxIters: 8 })).toMatchObject({ iteration: 8, maxEpochs: null, maxIters: 8, epochLength: 3 });
  });
  test('learning an unknown epoch length from the data', async () => {
    const engine = new Engine(() => undefined);
    engine.on(Events.STARTED, (self) => self.terminate());
    await engine.run((function* () {})(), { maxEpochs: 2 });
    expect(engine.state.epochLength).toBeNull();
    await engine.run(DATA);
    expect(engine.state.epochLength).toBe(3);
  });
});
