import fc from 'fast-check';
import type { StateTree } from '../../src/contracts';
import { Engine, Events } from '../../src/engine';
import { CheckpointError, StateError } from '../../src/errors';

describe('the state dict', () => {
  test('holds completed iterations, the limit in force, the epoch length and the user\'s keys', async () => {
    const engine = new Engine(() => undefined);
    engine.stateDictUserKeys.add('best');
    engine.state.attributes.best = 0.5;
    await engine.run([1, 2], { maxIters: 3 });
    expect(engine.stateDict()).toEqual({ epochLength: 2, iteration: 3, maxIters: 3, best: 0.5 });
  });

  test('resumes in another engine in mid-epoch, with what is left of that epoch', async () => {
    const saved: StateTree[] = [];
    const engine = new Engine(() => undefined);
    engine.on(Events.ITERATION_COMPLETED.once(4), (self) => saved.push(self.stateDict()));
    await engine.run([1, 2, 3], { maxEpochs: 3 });
    const resumed = new Engine(() => undefined);
    resumed.loadStateDict(saved[0] ?? {});
    expect(resumed.state).toMatchObject({ epoch: 1, iteration: 4 });
    const ends: number[] = [];
    resumed.on(Events.EPOCH_COMPLETED, ({ state }) => ends.push(state.epoch, state.iteration));
    await resumed.run([1, 2, 3]);
    expect(ends).toEqual([2, 6, 3, 9]);
  });

  test('round trips', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.nat(400), fc.integer({ min: 1, max: 9 }), (epochLength, iteration, more) => {
        const engine = new Engine(() => undefined);
        const state = { epochLength, iteration, maxEpochs: Math.ceil(iteration / epochLength) + more };
        engine.loadStateDict(state);
        expect(engine.stateDict()).toEqual(state);
        expect(engine.state.epoch).toBe(Math.floor(iteration / epochLength));
      }),
    );
  });

  test.each<[string, unknown]>([
    ['no object', 5],
    ['nothing', {}],
    ['no epochLength', { iteration: 0, maxEpochs: 2 }],
    ['two limits', { iteration: 0, epochLength: 2, maxEpochs: 2, maxIters: 2 }],
    ['two positions', { iteration: 0, epoch: 0, epochLength: 2, maxEpochs: 2 }],
    ['progress without a length', { iteration: 3, epochLength: null, maxEpochs: 2 }],
    ['a fractional iteration', { iteration: 1.5, epochLength: 2, maxEpochs: 2 }],
    ['a negative epoch', { epoch: -1, epochLength: 2, maxEpochs: 2 }],
    ['a limit below the position', { iteration: 9, epochLength: 2, maxEpochs: 2 }],
    ['a limit of 0', { iteration: 0, epochLength: 2, maxIters: 0 }],
    ['a missing user key', { iteration: 0, epochLength: 2, maxEpochs: 2, other: 1 }],
  ])('with %s is refused, and the engine stays as it was', (_, tree) => {
    const engine = new Engine(() => undefined);
    engine.stateDictUserKeys.add('best');
    const before = engine.stateDict();
    const valid = typeof tree === 'object' && tree !== null && !('other' in tree) ? { best: 1, ...tree } : tree;
    expect(() => engine.loadStateDict(valid as StateTree)).toThrow(CheckpointError);
    expect(engine.stateDict()).toEqual(before);
  });

  test('cannot be loaded into a running engine', async () => {
    const engine = new Engine((self) => self.loadStateDict({ iteration: 0, epochLength: 2, maxEpochs: 2 }));
    await expect(engine.run([1])).rejects.toBeInstanceOf(StateError);
  });
});
