import type { StateTree } from '../../contracts';
import { CheckpointError, OptionError } from '../../errors';
import { decodeCheckpoint } from './decode-checkpoint';
import { loadAll } from './load-all';
import type { Saveables } from './saveable';
import { isBranch, toStateDict } from './saveable';

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
  await loadAll(steps);
}

function stateOf(tree: StateTree, name: string, isOnly: boolean): StateTree {
  const state = Object.hasOwn(tree, name) ? tree[name] : isOnly ? tree : undefined;
  if (state === undefined) {
    throw new CheckpointError({ owner: 'loadObjects', expected: `the checkpoint to hold ${JSON.stringify(name)}`, mend: `It holds: ${Object.keys(tree).join(', ')}.` });
  }
  if (isBranch(state)) return state;
  throw new CheckpointError({ owner: 'loadObjects', expected: `a state under ${JSON.stringify(name)}`, got: state });
}

function isBytes(value: StateTree | Uint8Array): value is Uint8Array {
  return ArrayBuffer.isView(value);
}
