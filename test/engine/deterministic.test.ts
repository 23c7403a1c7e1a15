import { Engine, Events, epochRandom } from '../../src/engine';
import { OptionError, StateError } from '../../src/errors';
import { FakeTensor } from './helpers';

function recorder(seed = 3): { engine: Engine<number, undefined>; seen: number[] } {
  const seen: number[] = [];
  return { seen, engine: new Engine<number, undefined>((_, batch) => void seen.push(batch), { deterministic: { seed } }) };
}

const reiterable = (values: readonly number[]): Iterable<number> => ({ [Symbol.iterator]: () => values[Symbol.iterator]() });

describe('a deterministic run that goes on in mid-epoch', () => {
  test.each([
    ['an array', [10, 11, 12, 13, 14]],
    ['data of unknown length', reiterable([10, 11, 12, 13, 14])],
  ])('skips what was used: %s', async (_, data) => {
    const { engine, seen } = recorder();
    engine.loadStateDict({ iteration: 7, epochLength: 5, maxEpochs: 2 });
    await engine.run(data);
    expect(seen).toEqual([12, 13, 14]);
  });

  test('leaves data alone that knows its own position', async () => {
    const { engine, seen } = recorder();
    engine.loadStateDict({ iteration: 3, epochLength: 5, maxEpochs: 1 });
    const data = { [Symbol.iterator]: () => [13, 14][Symbol.iterator](), length: 5, stateDict: () => ({}), loadStateDict: () => undefined };
    await engine.run(data);
    expect(seen).toEqual([13, 14]);
  });

  test('releases skipped batches that the engine owns', async () => {
    const batches: FakeTensor[] = [];
    const engine = new Engine<FakeTensor>(() => undefined, { deterministic: { seed: 1 } });
    engine.loadStateDict({ iteration: 2, epochLength: 3, maxEpochs: 1 });
    const data = {
      length: 3,
      ownsBatches: true,
      *[Symbol.iterator]() {
        for (let index = 0; index < 3; index++) yield (batches[index] = new FakeTensor());
      },
    };
    await engine.run(data);
    expect(batches.map(({ disposals }) => disposals)).toEqual([1, 1, 1]);
  });

  test('is refused when there is nothing to skip', async () => {
    const { engine } = recorder();
    engine.loadStateDict({ iteration: 3, epochLength: 5, maxEpochs: 1 });
    await expect(engine.run(reiterable([]))).rejects.toBeInstanceOf(StateError);
  });
});

test('a deterministic run needs data', async () => {
  await expect(recorder().engine.run(null, { epochLength: 3 })).rejects.toBeInstanceOf(OptionError);
});

describe('the seed', () => {
  test('is in the state and in the state dict, and comes back from it', () => {
    const { engine } = recorder(9);
    expect(engine.state.seed).toBe(9);
    const other = recorder(1).engine;
    other.loadStateDict(engine.stateDict());
    expect(other.state.seed).toBe(9);
    expect(new Engine(() => undefined).stateDict()).not.toHaveProperty('seed');
  });

  test('gives each epoch and label a stream of its own, the same in every run', async () => {
    const draw = async (): Promise<number[]> => {
      const { engine } = recorder(4);
      const draws: number[] = [];
      engine.on(Events.EPOCH_STARTED, (self) => draws.push(epochRandom(self, 'a').uniform(), epochRandom(self, 'b').uniform()));
      await engine.run([1], { maxEpochs: 2 });
      return draws;
    };
    const draws = await draw();
    expect(new Set(draws).size).toBe(4);
    expect(await draw()).toEqual(draws);
  });

  test('must be there for a random stream', () => expect(() => epochRandom(new Engine(() => undefined))).toThrow(StateError));
});
