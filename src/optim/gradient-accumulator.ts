import * as tf from '@tensorflow/tfjs-core';
import type { HostTensor, StateTree, StateValue } from '../contracts';
import { CheckpointError } from '../errors';
import { fromHostTensor, toHostTensor } from '../tensor';
import type { NamedParameter } from './model';
import { hostTensor } from './variable-state';

/**
 * Sums of gradients over several batches, by parameter name: what `gradientAccumulationSteps` collects between two steps.
 *
 * Each optimizer has one and saves it with its state, so that a run cut off between two steps resumes exactly.
 */
export class GradientAccumulator {
  readonly #sums = new Map<string, tf.Tensor>();
  #count = 0;

  /** How many times gradients were added since the last `clear`. */
  get count(): number {
    return this.#count;
  }

  /** The sums; they belong to the accumulator. */
  get gradients(): ReadonlyMap<string, tf.Tensor> {
    return this.#sums;
  }

  /** Adds one batch's gradients, which stay the caller's. */
  add(gradients: ReadonlyMap<string, tf.Tensor>): void {
    for (const [name, gradient] of gradients) {
      const sum = this.#sums.get(name);
      this.#sums.set(name, tf.keep(sum === undefined ? tf.clone(gradient) : tf.add(sum, gradient)));
      sum?.dispose();
    }
    this.#count += 1;
  }

  /** Forgets and disposes the sums. */
  clear(): void {
    for (const sum of this.#sums.values()) sum.dispose();
    this.#sums.clear();
    this.#count = 0;
  }

  /** The count and the sums. */
  async stateDict(): Promise<StateTree> {
    const count = this.#count;
    const reads = [...this.#sums].map(([name, sum]) => [name, toHostTensor(sum)] as const);
    const gradients: Record<string, HostTensor> = {};
    for (const [name, value] of reads) gradients[name] = await value;
    return { count, gradients };
  }

  /**
   * Checks a saved state against the parameters and gives the function that takes it over.
   *
   * @throws CheckpointError
   */
  prepareLoad(owner: string, state: StateValue | undefined, parameters: ReadonlyMap<string, NamedParameter>): () => void {
    const { count, gradients } = (state ?? {}) as { count?: unknown; gradients?: StateTree };
    if (typeof count !== 'number' || !Number.isInteger(count) || typeof gradients !== 'object') {
      throw new CheckpointError({ owner, expected: 'a count and gradients', got: state });
    }
    const values = Object.entries(gradients).map(([name, value]): [string, HostTensor] => {
      const parameter = parameters.get(name);
      if (parameter === undefined) throw new CheckpointError({ owner, expected: 'gradients of parameters that the optimizer has', got: name });
      return [name, hostTensor(`${owner}.${name}`, value, parameter.variable)];
    });
    return () => {
      this.clear();
      for (const [name, value] of values) this.#sums.set(name, tf.keep(fromHostTensor(value)));
      this.#count = count;
    };
  }
}
