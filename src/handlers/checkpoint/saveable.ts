import type { StateDict, StateTree, StateValue } from '../../contracts';
import { CheckpointError, OptionError } from '../../errors';
import { hasMethods, isHostTensor } from '../../internal';
import type { Model } from '../../optim';
import { isModel, modelState } from '../../optim';
import { loadAll } from './load-all';

/** What a checkpoint can hold: anything with a state dict, a model, of which all weights are saved, or lists and plain objects of these. */
export type Saveable = StateDict | Model | readonly Saveable[] | Saveables;

/** Objects by the name that a checkpoint knows them by. */
export interface Saveables {
  readonly [name: string]: Saveable;
}

/** The state dict of an object, of a model, or of all that a list or a plain object holds; refuses what has none. */
export function toStateDict(owner: string, name: string, value: unknown): StateDict {
  if (hasStateDict(value)) return value;
  if (isModel(value)) return modelState(value);
  if (isNested(value)) return nestedState(`${owner}.${name}`, value);
  throw new OptionError({ owner: `${owner}.${name}`, expected: 'a model, or an object with stateDict() and loadStateDict()', got: value });
}

/** The states of all objects by name. */
export async function saveAll(owner: string, objects: Saveables): Promise<Record<string, StateTree>> {
  const states: [string, StateTree][] = [];
  for (const [name, value] of Object.entries(objects)) states.push([name, await toStateDict(owner, name, value).stateDict()]);
  return Object.fromEntries(states);
}

/** Whether a value of a state is a branch, and no leaf. */
export function isBranch(value: StateValue | undefined): value is StateTree {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isHostTensor(value);
}

/** The state of a list is by position: `0`, `1` and so on. */
function nestedState(owner: string, values: object): StateDict {
  const objects = Object.entries(values).map(([name, value]) => [name, toStateDict(owner, name, value)] as const);
  return {
    stateDict: () => saveAll(owner, Object.fromEntries(objects)),
    loadStateDict(state) {
      const names = objects.map(([name]) => name);
      const unknown = Object.keys(state).filter((name) => !names.includes(name));
      const steps = objects.flatMap(([name, object]) => {
        const part = state[name];
        return isBranch(part) ? [{ object, state: part }] : [];
      });
      if (unknown.length > 0 || steps.length < objects.length) {
        throw new CheckpointError({ owner, expected: `the states of ${names.join(', ')}`, got: Object.keys(state) });
      }
      return loadAll(steps);
    },
  };
}

function hasStateDict(value: unknown): value is StateDict {
  return hasMethods(value, 'stateDict', 'loadStateDict');
}

/** A list or a plain object that is not empty. One that has functions was meant to be something else. */
function isNested(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const values: unknown[] = Object.values(value);
  if (values.length === 0 || values.some((each) => typeof each === 'function')) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // The last test admits plain objects of another realm.
  return Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null;
}
