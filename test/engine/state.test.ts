import { Engine, State } from '../../src/engine';
import { isDone } from '../../src/engine/state';

describe('the state', () => {
  test('begins at zero, with nothing known', () => {
    expect(Object.fromEntries(Object.entries(new Engine(() => 1).state))).toEqual({
      epoch: 0,
      iteration: 0,
      epochLength: null,
      maxEpochs: null,
      maxIters: null,
      batch: null,
      output: null,
      metrics: {},
      dataloader: null,
      seed: null,
      times: { EPOCH_COMPLETED: null, COMPLETED: null },
      attributes: {},
    });
  });

  test('counts attributes on from 0', () => {
    const state = new State();
    expect([state.increment('steps'), state.increment('steps', 3), state.attributes.steps]).toEqual([1, 4, 4]);
  });
});

describe('a run is done', () => {
  const at = (epoch: number, iteration: number, epochLength: number | null, maxEpochs: number | null, maxIters: number | null): boolean =>
    isDone({ epoch, iteration, epochLength, maxEpochs, maxIters });

  test('when its epochs are', () => expect([at(1, 3, 3, 2, null), at(2, 6, 3, 2, null)]).toEqual([false, true]));
  test('when their iterations are, whatever the number of the epoch', () => expect(at(1, 6, 3, 2, null)).toBe(true));
  test('when its iterations are', () => expect([at(9, 4, null, null, 5), at(0, 5, null, null, 5)]).toEqual([false, true]));
  test('never without a limit', () => expect(at(9, 99, 1, null, null)).toBe(false));
});
