import type { StateTree, StateValue } from '../../contracts';
import { CheckpointError } from '../../errors';

/**
 * Refuses a saved state that was made with other settings: its count of events would mean another place in another schedule.
 *
 * @throws CheckpointError that names the first setting that differs
 */
export function checkSettings(owner: string, settings: StateTree, state: StateTree): void {
  const key = Object.keys(settings).find((name) => !isSame(state[name], settings[name]));
  if (key === undefined) return;
  throw new CheckpointError({
    owner: `${owner}.loadStateDict.${key}`,
    expected: JSON.stringify(settings[key]),
    got: state[key],
    mend: 'Use the options that the state was saved with.',
  });
}

/** A branch of a saved state; `owner` says which. */
export function savedTree(owner: string, value: StateValue | undefined): StateTree {
  if (typeof value === 'object' && value !== null && !isList(value)) return value as StateTree; // its keys are checked by whom it is given to
  throw new CheckpointError({ owner, expected: 'a state dict', got: value });
}

/** A list of `count` in a saved state; `owner` says which. */
export function savedList(owner: string, value: StateValue | undefined, count: number): readonly StateValue[] {
  if (isList(value) && value.length === count) return value;
  throw new CheckpointError({ owner, expected: `a list of ${count}`, got: value });
}

function isSame(saved: StateValue | undefined, own: StateValue | undefined): boolean {
  if (!isList(saved) || !isList(own)) return Object.is(saved, own);
  return saved.length === own.length && saved.every((value, index) => isSame(value, own[index]));
}

function isList(value: StateValue | undefined): value is readonly StateValue[] {
  return Array.isArray(value);
}
