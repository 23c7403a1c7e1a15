import type { StateDict, StateTree } from '../../contracts';
import type { AnyEngine } from '../../engine';
import { Events } from '../../engine';
import { StateError } from '../../errors';
import type { Saveables } from '../checkpoint/saveable';
import { toStateDict } from '../checkpoint/saveable';

/**
 * Notes where an engine and objects stand, makes the engine begin anew with its next run, and gives the function that puts all of it back.
 *
 * Of the engine that is its whole state, but for an output that is an object, whose tensors the run between releases.
 *
 * @throws StateError for an engine that is running or paused
 */
export async function trainerSnapshot(owner: string, trainer: AnyEngine, objects: Saveables): Promise<() => Promise<void>> {
  if (trainer.lastEventName === Events.INTERRUPT.name) {
    throw new StateError({ owner, expected: 'a trainer that is not paused by interrupt()', mend: 'Let its run end first; a paused one could not be given back.' });
  }
  const saved: { object: StateDict; tree: StateTree }[] = [];
  for (const [name, value] of Object.entries(objects)) {
    const object = toStateDict(`${owner}.toSave`, name, value);
    saved.push({ object, tree: await object.stateDict() });
  }
  const { state, shouldTerminate: wasTerminated } = trainer;
  const { epoch, iteration, epochLength, maxEpochs, maxIters, dataloader, batch, output } = state;
  // What holds tensors of an output was released when the run between began.
  const last = typeof output === 'object' && output !== null ? {} : { output };
  const position = { epoch, iteration, epochLength, maxEpochs, maxIters, dataloader, batch, ...last };
  const [metrics, attributes, times] = [{ ...state.metrics }, { ...state.attributes }, { ...state.times }];
  const start = atStart(trainer.stateDict());
  // Refuses an engine that is running, before anything has changed.
  trainer.loadStateDict(start);
  return async () => {
    // It also forgets how the run between ended, which would make the next one begin with a new epoch.
    trainer.loadStateDict(start);
    if (wasTerminated) trainer.terminate();
    Object.assign(state, position);
    replaceEntries(state.metrics, metrics);
    replaceEntries(state.attributes, attributes);
    Object.assign(state.times, times);
    for (const { object, tree } of saved) await object.loadStateDict(tree);
  };
}

/** A state dict of nothing done and no limits, with the user's keys as they are. */
function atStart(tree: StateTree): StateTree {
  const rest = Object.entries(tree).filter(([name]) => name !== 'maxIters');
  return { ...Object.fromEntries(rest), iteration: 0, epochLength: null, maxEpochs: null };
}

function replaceEntries<Value>(target: Record<string, Value>, source: Readonly<Record<string, Value>>): void {
  for (const name of Object.keys(target)) if (!Object.hasOwn(source, name)) Reflect.deleteProperty(target, name);
  Object.assign(target, source);
}
