import type { StateDict, StateTree } from '../contracts';
import { assignVariables, hostTensors, readVariables } from './variable-state';
import type { Model, NamedParameter } from './model';
import { weightsOf } from './parameters';

/**
 * The weights of a model as something that can be saved: every parameter and buffer, frozen ones included, by name.
 *
 * Loading wants exactly these names, shapes and element types, and takes all or nothing.
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { optim } from 'tfjs-ignite';
 *
 * const build = () => tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] });
 * const [first, second] = [build(), build()];
 * await optim.modelState(second).loadStateDict(await optim.modelState(first).stateDict());
 * ```
 */
export function modelState(model: Model): StateDict {
  return variablesState('modelState', () => weightsOf(model));
}

/**
 * Variables as something that can be saved, by name, under the rules of {@link modelState}.
 *
 * @param owner names the state in errors
 * @param variables is asked at each call, so that a state may follow a model that changes
 */
export function variablesState(owner: string, variables: () => readonly NamedParameter[]): StateDict {
  return {
    stateDict: () => readVariables(variables()),
    loadStateDict: (state: StateTree) => {
      const targets = variables();
      assignVariables(targets, hostTensors(`${owner}.loadStateDict`, state, targets));
    },
  };
}
