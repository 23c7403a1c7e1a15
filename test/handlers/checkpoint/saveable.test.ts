import * as tf from '@tensorflow/tfjs-core';
import type { StateTree } from '../../../src/contracts';
import { CheckpointError, OptionError } from '../../../src/errors';
import { plainState } from '../../../src/handlers';
import { isBranch, saveAll, toStateDict } from '../../../src/handlers/checkpoint/saveable';
import { useTestBackend } from '../../support/backend';

useTestBackend();

it('an object with a state dict stands for itself, also when it looks like a model', () => {
  const value = { stateDict: () => ({}), loadStateDict: () => undefined, forward: () => tf.scalar(0), parameters: () => [], buffers: () => [] };
  expect(toStateDict('Checkpoint', 'a', value)).toBe(value);
});

it('a model is saved by the names of its weights', async () => {
  const variable = tf.variable(tf.scalar(3));
  const model = { forward: (x: tf.Tensor) => x, parameters: () => [{ name: 'w', variable }], buffers: () => [] };
  expect(Object.keys((await saveAll('Checkpoint', { model })).model ?? {})).toEqual(['w']);
  variable.dispose();
});

it.each([1, null, {}, [], { stateDict: () => ({}) }, [1], { a: {} }, new Map([['a', plainState({})]])])('%p is refused', (value) => {
  expect(() => toStateDict('Checkpoint.toSave', 'a', value)).toThrow(OptionError);
});

describe('lists and plain objects', () => {
  const make = (): { data: { x: number }[]; state: ReturnType<typeof toStateDict> } => {
    const data = [{ x: 1 }, { x: 2 }, { x: 3 }];
    const [a, b, c] = data.map(plainState);
    return { data, state: toStateDict('Checkpoint', 'models', { pair: [a, b], c }) };
  };

  it('are saved and loaded with all that they hold, lists by position', async () => {
    const { data, state } = make();
    const saved = await state.stateDict();
    expect(saved).toEqual({ pair: { 0: { x: 1 }, 1: { x: 2 } }, c: { x: 3 } });
    for (const each of data) each.x = 0;
    await state.loadStateDict(saved);
    expect(data).toEqual([{ x: 1 }, { x: 2 }, { x: 3 }]);
  });

  it.each<StateTree>([{}, { pair: { 0: { x: 9 } }, c: { x: 9 } }, { pair: { 0: { x: 9 }, 1: { x: 9 } }, c: {} }, { pair: { 0: { x: 9 }, 1: { x: 9 } }, c: { x: 9 }, d: {} }, { pair: 1, c: { x: 9 } }])(
    'load all or nothing: %j is refused',
    async (state) => {
      const made = make();
      await expect(Promise.resolve().then(() => made.state.loadStateDict(state))).rejects.toThrow(CheckpointError);
      expect(made.data).toEqual([{ x: 1 }, { x: 2 }, { x: 3 }]);
    },
  );

  it('name what cannot be saved', () => {
    expect(() => toStateDict('Checkpoint.toSave', 'models', [plainState({}), { deep: 1 }])).toThrow('Checkpoint.toSave.models.1.deep: expected a model');
  });
});

it('a branch is no leaf', () => {
  expect([isBranch({}), isBranch([]), isBranch(null), isBranch(1), isBranch({ dtype: 'int32', shape: [1], data: new Int32Array(1) }), isBranch(undefined)]).toEqual([true, false, false, false, false, false]);
});
