import * as tf from '@tensorflow/tfjs-core';
import type { StateDict, StateTree } from '../contracts';
import { OptionError, ShapeError, StateError } from '../errors';
import { sameShape } from '../tensor';
import { GradientAccumulator } from './gradient-accumulator';
import type { NamedParameter } from './model';
import type { ParameterGroup } from './parameter-group';
import { checkNames } from './parameters';

/**
 * Changes parameters by their gradients. Everything that it remembers of a parameter it remembers by the parameter's name.
 *
 * `paramGroups[i].lr` and the other options of a group are plain values that are read at each step; schedules write them.
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { optim, valueAndGradients } from 'tfjs-ignite';
 *
 * const w = tf.variable(tf.scalar(1));
 * const optimizer = new optim.SGD([{ name: 'w', variable: w }], { lr: 0.25 });
 * const { value, gradients } = valueAndGradients(() => tf.square(w), optimizer.parameters);
 * optimizer.step(gradients);
 * w.dataSync()[0]; // => 0.5
 * ```
 */
export abstract class Optimizer<Group extends ParameterGroup = ParameterGroup> implements StateDict {
  /** Sums of gradients between two steps, for accumulation over several batches; saved with the state. */
  readonly accumulated = new GradientAccumulator();
  readonly #owner: string;
  readonly #groups: Group[];
  #parameters: readonly NamedParameter[];
  #byName: ReadonlyMap<string, NamedParameter>;

  /**
   * @param owner names the optimizer in errors
   * @param groups at least one; names and variables must be unique over all of them
   */
  constructor(owner: string, groups: readonly Group[]) {
    this.#owner = owner;
    this.#groups = [...groups];
    this.#parameters = allParameters(owner, groups);
    this.#byName = new Map(this.#parameters.map((parameter) => [parameter.name, parameter]));
  }

  /** The groups; write their options, add groups with `addGroup`. */
  get paramGroups(): readonly Group[] {
    return this.#groups;
  }

  /** The parameters of all groups, in order. The array stays the same until a group is added. */
  get parameters(): readonly NamedParameter[] {
    return this.#parameters;
  }

  /**
   * Takes one step. A parameter without a gradient stays as it is and ages not, as in torch.
   *
   * @param gradients by parameter name; they stay the caller's
   * @throws StateError for a name that the optimizer does not have, ShapeError for a gradient of another shape,
   * OptionError for a learning rate that is negative or no number
   */
  step(gradients: ReadonlyMap<string, tf.Tensor>): void {
    for (const [index, { lr }] of this.#groups.entries()) {
      // NaN fails both comparisons.
      if (!(lr >= 0 && lr < Infinity)) throw new OptionError({ owner: `${this.#owner}.paramGroups[${index}].lr`, expected: 'a finite number of at least 0', got: lr });
    }
    for (const [name, gradient] of gradients) this.#check(name, gradient);
    tf.tidy(() => this.apply(gradients));
  }

  /** What is saved: options of the groups, what is remembered of each parameter, sums of gradients between two steps. */
  abstract stateDict(): StateTree | Promise<StateTree>;

  /**
   * Takes over a saved state: the same groups of the same parameters by name. All or nothing.
   *
   * @throws CheckpointError
   */
  abstract loadStateDict(state: StateTree): void | Promise<void>;

  /** Disposes what the optimizer made; the parameters stay. */
  dispose(): void {
    this.accumulated.clear();
    this.release();
  }

  /** Changes the parameters; runs inside a `tf.tidy`, with gradients that have been checked. */
  protected abstract apply(gradients: ReadonlyMap<string, tf.Tensor>): void;

  /** Disposes the tensors of the final class. */
  protected abstract release(): void;

  /** For `addGroup` of the final class: adds a group with all of its options. */
  protected append(group: Group): void {
    this.#parameters = allParameters(this.#owner, [...this.#groups, group]);
    this.#byName = new Map(this.#parameters.map((parameter) => [parameter.name, parameter]));
    this.#groups.push(group);
  }

  /** The parameters by name. */
  protected get byName(): ReadonlyMap<string, NamedParameter> {
    return this.#byName;
  }

  #check(name: string, gradient: tf.Tensor): void {
    const parameter = this.#byName.get(name);
    if (parameter === undefined) {
      throw new StateError({ owner: `${this.#owner}.step`, expected: 'gradients of its parameters only', got: name, mend: 'Add the parameter with addGroup.' });
    }
    if (!sameShape(gradient.shape, parameter.variable.shape)) {
      throw new ShapeError({ owner: `${this.#owner}.step.${name}`, expected: `a gradient of shape [${parameter.variable.shape.join(', ')}]`, got: gradient });
    }
  }
}

function allParameters(owner: string, groups: readonly ParameterGroup[]): NamedParameter[] {
  const parameters = groups.flatMap((group) => group.params);
  checkNames(owner, parameters);
  return parameters;
}
