import type { StateDict, StateTree } from '../../contracts';
import { CheckpointError } from '../../errors';

/**
 * Makes plain data part of a checkpoint: histories, counters, whatever JSON could hold. Loading writes into the same object.
 *
 * @param data an object of plain values; it is copied when it is saved
 *
 * @example
 * ```ts
 * import { plainState } from 'tfjs-ignite';
 *
 * const history = { loss: [0.5, 0.25] };
 * const state = plainState(history);
 * const saved = await state.stateDict();
 * history.loss.push(0.125);
 * await state.loadStateDict(saved);
 * history; // => { loss: [ 0.5, 0.25 ] }
 * ```
 */
export function plainState(data: object): StateDict {
  return {
    // What is no plain value is refused by whoever encodes the tree.
    stateDict: () => structuredClone(data) as StateTree,
    loadStateDict(state) {
      const missing = Object.keys(data).filter((key) => !Object.hasOwn(state, key));
      if (missing.length > 0) throw new CheckpointError({ owner: 'plainState', expected: `a state with ${missing.join(', ')}`, got: state });
      Object.assign(data, structuredClone(state));
    },
  };
}
