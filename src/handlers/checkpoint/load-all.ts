import type { StateDict, StateTree } from '../../contracts';

/** An object and the state that it is to take. */
export interface LoadStep {
  readonly object: StateDict;
  readonly state: StateTree;
}

/** Loads all states or none: when an object refuses its state, those before it get back the state that they had. */
export async function loadAll(steps: readonly LoadStep[]): Promise<void> {
  const undo: LoadStep[] = [];
  try {
    for (const { object, state } of steps) {
      undo.unshift({ object, state: await object.stateDict() });
      await object.loadStateDict(state);
    }
  } catch (error) {
    // The one that refused is as it was, by the contract of StateDict.
    for (const { object, state } of undo.slice(1)) await object.loadStateDict(state);
    throw error;
  }
}
