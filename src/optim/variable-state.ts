import * as tf from '@tensorflow/tfjs-core';
import type { HostTensor, StateTree, StateValue } from '../contracts';
import { CheckpointError } from '../errors';
import { isHostTensor } from '../internal';
import { formatShape, fromHostTensor, sameShape, tensorDType, toHostTensor } from '../tensor';
import type { NamedParameter } from './model';

/** Copies of the variables' values by name. */
export async function readVariables(variables: readonly NamedParameter[]): Promise<Record<string, HostTensor>> {
  // All reads start before the first is awaited, so that they are of one moment.
  const reads = variables.map(({ name, variable }) => [name, toHostTensor(variable)] as const);
  const state: Record<string, HostTensor> = {};
  for (const [name, value] of reads) state[name] = await value;
  return state;
}

/**
 * Checks that a branch of a state holds exactly the given variables, by name, shape and element type, and gives their values in order.
 *
 * @throws CheckpointError
 */
export function hostTensors(owner: string, state: StateTree, variables: readonly NamedParameter[]): HostTensor[] {
  checkKeys(owner, state, variables.map((variable) => variable.name));
  return variables.map(({ name, variable }) => hostTensor(`${owner}.${name}`, state[name], variable));
}

/** Checks one value of a state against the tensor that it is to replace. */
export function hostTensor(owner: string, value: StateValue | undefined, like: { shape: readonly number[]; dtype: string }): HostTensor {
  if (isHostTensor(value) && sameShape(value.shape, like.shape) && tensorDType(value.dtype) === like.dtype) return value;
  throw new CheckpointError({ owner, expected: `a tensor of shape ${formatShape(like.shape)} and dtype ${like.dtype}`, got: value });
}

/** Refuses missing and unknown names. */
export function checkKeys(owner: string, state: StateTree, names: readonly string[]): void {
  const missing = names.filter((name) => !(name in state));
  const known = new Set(names);
  const unknown = Object.keys(state).filter((name) => !known.has(name));
  if (missing.length === 0 && unknown.length === 0) return;
  const found = [...(missing.length > 0 ? [`no ${list(missing)}`] : []), ...(unknown.length > 0 ? [`unknown ${list(unknown)}`] : [])];
  throw new CheckpointError({
    owner,
    expected: `exactly the names ${list(names)}; found ${found.join(' and ')}`,
    mend: 'It was saved from another model, or layers were named or frozen differently.',
  });
}

/** Writes values that `hostTensors` has checked into variables. */
export function assignVariables(variables: readonly NamedParameter[], values: readonly HostTensor[]): void {
  tf.tidy(() => {
    // Every tensor is made before the first variable changes, since making one may be refused.
    const tensors = values.map(fromHostTensor);
    for (const [index, tensor] of tensors.entries()) variables[index]?.variable.assign(tensor);
  });
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 4).join(', ');
  return names.length > 4 ? `${shown} and ${names.length - 4} more` : shown;
}
