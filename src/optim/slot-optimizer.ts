import * as tf from '@tensorflow/tfjs-core';
import type * as z from 'zod/mini';
import type { StateTree, StateValue } from '../contracts';
import { CheckpointError } from '../errors';
import { parseOptions } from '../internal';
import { Constants } from './constants';
import { Optimizer } from './optimizer';
import type { OptimizerParameters, ParameterGroup, ParameterGroupOptions } from './parameter-group';
import { parameterGroups } from './parameter-group';
import { Slots } from './slots';
import { checkKeys } from './variable-state';

/** What a final optimizer works with when it updates one parameter. */
export interface Update<Group> {
  readonly value: tf.Variable;
  readonly gradient: tf.Tensor;
  readonly group: Group;
  /** What is remembered of the parameter; `slots.step` already counts this step. */
  readonly slots: Slots;
  /** Scalars kept from step to step. */
  readonly constants: Constants;
}

/** An optimizer of this library: options by group, and per parameter a step count and tensors of the parameter's shape. */
export abstract class SlotOptimizer<Group extends ParameterGroup> extends Optimizer<Group> {
  readonly #owner: string;
  readonly #schema: z.ZodMiniType<Omit<Group, 'params'>>;
  readonly #options: object;
  readonly #slots = new Map<string, Slots>();
  readonly #constants = new Constants();

  constructor(owner: string, schema: z.ZodMiniType<Omit<Group, 'params'>>, parameters: OptimizerParameters<object>, options: object) {
    super(owner, completeGroups<Group>(owner, schema, parameters, options));
    this.#owner = owner;
    this.#schema = schema;
    this.#options = options;
  }

  /**
   * Adds parameters, for instance those of layers that were unfrozen; options that are left out are the optimizer's.
   *
   * @throws OptionError when a parameter is there already, or an option is unknown
   */
  addGroup(group: ParameterGroupOptions<Omit<Group, 'params'>>): void {
    for (const complete of completeGroups<Group>(`${this.#owner}.addGroup`, this.#schema, [group], this.#options)) this.append(complete);
  }

  async stateDict(): Promise<StateTree> {
    const paramGroups = this.paramGroups.map(({ params, ...options }) => ({ ...options, params: params.map((parameter) => parameter.name) }));
    const reads = [...this.#slots].map(([name, slots]) => [name, slots.stateDict()] as const);
    const accumulated = this.accumulated.count > 0 ? this.accumulated.stateDict() : undefined;
    const state: Record<string, StateTree> = {};
    for (const [name, read] of reads) state[name] = await read;
    return { paramGroups, state, ...(accumulated === undefined ? {} : { accumulated: await accumulated }) }; // options are plain values
  }

  loadStateDict(state: StateTree): void {
    const owner = `${this.#owner}.loadStateDict`;
    const { accumulated, ...rest } = state;
    checkKeys(owner, rest, ['paramGroups', 'state']);
    const options = this.#checkGroups(owner, rest.paramGroups);
    const slots = this.#checkSlots(owner, rest.state);
    const restoreSums = accumulated === undefined ? undefined : this.accumulated.prepareLoad(`${owner}.accumulated`, accumulated, this.byName);
    // Nothing below fails: what is loaded has been checked.
    this.release();
    this.accumulated.clear();
    restoreSums?.();
    for (const [name, make] of slots) this.#slots.set(name, make());
    for (const [index, group] of this.paramGroups.entries()) Object.assign(group, options[index]);
  }

  /** Changes one parameter; runs inside a `tf.tidy`. */
  protected abstract update(update: Update<Group>): void;

  protected override apply(gradients: ReadonlyMap<string, tf.Tensor>): void {
    for (const group of this.paramGroups) {
      for (const { name, variable } of group.params) {
        const gradient = gradients.get(name);
        if (gradient === undefined) continue;
        const slots = this.#slotsOf(name, variable);
        slots.step += 1;
        tf.tidy(() => this.update({ value: variable, gradient, group, slots, constants: this.#constants }));
      }
    }
  }

  protected override release(): void {
    for (const slots of this.#slots.values()) slots.dispose();
    this.#slots.clear();
    this.#constants.dispose();
  }

  #slotsOf(name: string, variable: tf.Variable): Slots {
    let slots = this.#slots.get(name);
    if (slots === undefined) this.#slots.set(name, (slots = new Slots(variable)));
    return slots;
  }

  #checkGroups(owner: string, saved: StateValue | undefined): object[] {
    if (!Array.isArray(saved) || saved.length !== this.paramGroups.length) {
      throw new CheckpointError({ owner: `${owner}.paramGroups`, expected: `${this.paramGroups.length} groups`, got: saved });
    }
    return this.paramGroups.map((group, index) => {
      const { params, ...options } = saved[index] as { params?: unknown }; // an array of groups, whose entries are checked next
      const names = group.params.map((parameter) => parameter.name);
      if (!Array.isArray(params) || params.length !== names.length || !names.every((name, at) => params[at] === name)) {
        throw new CheckpointError({
          owner: `${owner}.paramGroups[${index}].params`,
          expected: `the parameters ${names.slice(0, 4).join(', ')}${names.length > 4 ? `, … (${names.length})` : ''}`,
          got: params,
          mend: 'Make the optimizer for the same parameters as the one that was saved.',
        });
      }
      return checkOptions(`${owner}.paramGroups[${index}]`, this.#schema, options);
    });
  }

  #checkSlots(owner: string, saved: StateValue | undefined): [string, () => Slots][] {
    if (typeof saved !== 'object' || saved === null) throw new CheckpointError({ owner: `${owner}.state`, expected: 'slots by parameter name', got: saved });
    return Object.entries(saved as StateTree).map(([name, slots]) => {
      const parameter = this.byName.get(name);
      if (parameter === undefined) throw new CheckpointError({ owner: `${owner}.state`, expected: 'slots of its parameters only', got: name });
      return [name, Slots.prepareLoad(`${owner}.state.${name}`, slots, parameter.variable)];
    });
  }
}

/** The schema's output and the parameters are exactly a group; the compiler cannot see it through `Omit`. */
function completeGroups<Group extends ParameterGroup>(
  owner: string,
  schema: z.ZodMiniType<Omit<Group, 'params'>>,
  parameters: OptimizerParameters<object>,
  options: object,
): Group[] {
  return parameterGroups(owner, schema, parameters, options) as unknown as Group[];
}

/** Saved options must be the group's; what else a schedule noted on the group (an initial rate) comes back as it was. */
function checkOptions(owner: string, schema: z.ZodMiniType, options: Record<string, unknown>): object {
  const known = new Set(Object.keys(parseOptions(owner, schema, {}))); // every option has a default
  const entries = Object.entries(options);
  const own = Object.fromEntries(entries.filter(([name]) => known.has(name)));
  try {
    return { ...options, ...(parseOptions(owner, schema, own) as object) };
  } catch (cause) {
    throw new CheckpointError({ owner, expected: 'options of this optimizer', got: options, cause });
  }
}
