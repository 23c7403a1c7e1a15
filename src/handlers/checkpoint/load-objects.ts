import type { StateDict, StateTree, StateValue } from '../../contracts';
import { CheckpointError, OptionError } from '../../errors';
import { isHostTensor } from '../../internal';
import { decodeCheckpoint } from './decode-checkpoint';
import type { Saveables } from './saveable';
import { toStateDict } from './saveable';

/**
 * Loads objects from a checkpoint: its bytes, or the state tree in it. All of them or none: when one refuses its state, those
 * before it get back the state that they had.
 *
 * A checkpoint of a single object is that object's state itself, so one object may also be loaded from a tree without its name.
 *
 * @param toLoad objects by the names that they were saved under; the checkpoint may hold more
 * @throws CheckpointError for a damaged checkpoint, a missing name, or a state that does not fit
 */
export async function loadObjects(toLoad: Saveables, checkpoint: StateTree | Uint8Array): Promise<void> {
  const names = Object.keys(toLoad);
  if (names.length === 0) throw new OptionError({ owner: 'loadObjects.toLoad', expected: 'at least one object', got: toLoad });
  const tree = isBytes(checkpoint) ? await decodeCheckpoint(checkpoint) : checkpoint;
  const steps = names.map((name) => ({ object: toStateDict('loadObjects.toLoad', name, toLoad[name]), state: stateOf(tree, name, names.length === 1) }));
  const undo: { object: StateDict; state: StateTree }[] = [];
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

function stateOf(tree: StateTree, name: string, isOnly: boolean): StateTree {
  const state = Object.hasOwn(tree, name) ? tree[name] : isOnly ? tree : undefined;
  if (state === undefined) {
    throw new CheckpointError({ owner: 'loadObjects', expected: `the checkpoint to hold ${JSON.stringify(name)}`, mend: `It holds: ${Object.keys(tree).join(', ')}.` });
  }
  if (isTree(state)) return state;
  throw new CheckpointError({ owner: 'loadObjects', expected: `a state under ${JSON.stringify(name)}`, got: state });
}

function isTree(value: StateValue): value is StateTree {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isHostTensor(value);
}

function isBytes(value: StateTree | Uint8Array): value is Uint8Array {
  return ArrayBuffer.isView(value);
}
