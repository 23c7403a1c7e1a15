import * as tf from '@tensorflow/tfjs-core';
import type { StateTree, StateValue } from '../contracts';
import { CheckpointError } from '../errors';
import { fromHostTensor, toHostTensor } from '../tensor';
import { hostTensor } from './variable-state';

/** What an optimizer remembers of one parameter: how many steps it took, and tensors of the parameter's shape. */
export class Slots {
  /** Steps taken, as torch counts them: the first update sees 1. */
  step = 0;
  readonly #like: tf.Variable;
  readonly #tensors = new Map<string, tf.Variable>();

  constructor(like: tf.Variable) {
    this.#like = like;
  }

  /** The tensor of a name, filled with `fill` when it is asked for first. */
  get(name: string, fill = 0): tf.Variable {
    return this.#tensors.get(name) ?? this.#keep(name, tf.fill(this.#like.shape, fill, 'float32'));
  }

  /** The tensor of a name; undefined before the first `set`. */
  find(name: string): tf.Variable | undefined {
    return this.#tensors.get(name);
  }

  /** Sets the tensor of a name; `value` stays the caller's. */
  set(name: string, value: tf.Tensor): void {
    const variable = this.#tensors.get(name);
    if (variable === undefined) this.#keep(name, value);
    else variable.assign(value);
  }

  /** The step count and all tensors by name. */
  async stateDict(): Promise<StateTree> {
    const { step } = this;
    const reads = [...this.#tensors].map(([name, tensor]) => [name, toHostTensor(tensor)] as const);
    const state: Record<string, StateValue> = { step };
    for (const [name, read] of reads) state[name] = await read;
    return state;
  }

  dispose(): void {
    for (const tensor of this.#tensors.values()) tensor.dispose();
    this.#tensors.clear();
  }

  /**
   * Checks a saved state and gives the function that makes the slots of it.
   *
   * @throws CheckpointError
   */
  static prepareLoad(owner: string, saved: StateValue | undefined, like: tf.Variable): () => Slots {
    const { step, ...tensors } = (typeof saved === 'object' && saved !== null ? saved : {}) as StateTree;
    if (typeof step !== 'number' || !Number.isInteger(step) || step < 0) {
      throw new CheckpointError({ owner: `${owner}.step`, expected: 'a count of steps', got: step });
    }
    const values = Object.entries(tensors).map(([name, value]) => [name, hostTensor(`${owner}.${name}`, value, like)] as const);
    return () => {
      const slots = new Slots(like);
      slots.step = step;
      tf.tidy(() => {
        for (const [name, value] of values) slots.#keep(name, fromHostTensor(value));
      });
      return slots;
    };
  }

  /** A variable is no part of the `tf.tidy` around it, so it stays until it is disposed. */
  #keep(name: string, value: tf.Tensor): tf.Variable {
    const variable = tf.variable(value, false);
    this.#tensors.set(name, variable);
    return variable;
  }
}
