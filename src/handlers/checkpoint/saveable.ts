import type { StateDict, StateTree } from '../../contracts';
import { OptionError } from '../../errors';
import type { Model } from '../../optim';
import { isModel, modelState } from '../../optim';
import { hasMethods } from '../../internal';

/** What a checkpoint can hold: anything with a state dict, or a model, of which all weights are saved. */
export type Saveable = StateDict | Model;

/** Objects by the name that a checkpoint knows them by. */
export type Saveables = Readonly<Record<string, Saveable>>;

/** The state dict of an object or of a model; refuses what has none. */
export function toStateDict(owner: string, name: string, value: unknown): StateDict {
  if (hasStateDict(value)) return value;
  if (isModel(value)) return modelState(value);
  throw new OptionError({ owner: `${owner}.${name}`, expected: 'a model, or an object with stateDict() and loadStateDict()', got: value });
}

/** The states of all objects by name. */
export async function saveAll(owner: string, objects: Saveables): Promise<Record<string, StateTree>> {
  const states: [string, StateTree][] = [];
  for (const [name, value] of Object.entries(objects)) states.push([name, await toStateDict(owner, name, value).stateDict()]);
  return Object.fromEntries(states);
}

function hasStateDict(value: unknown): value is StateDict {
  return hasMethods(value, 'stateDict', 'loadStateDict');
}
