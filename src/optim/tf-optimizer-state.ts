import * as tf from '@tensorflow/tfjs-core';
import type { HostTensor, StateTree, StateValue } from '../contracts';
import { CheckpointError } from '../errors';
import { fromHostTensor, toHostTensor } from '../tensor';
import type { NamedParameter } from './model';
import { hostTensor } from './variable-state';

/** Adam's running products of its betas, which its own weights leave out and `setWeights` computes with other rounding. */
const POWERS = ['accBeta1', 'accBeta2'] as const;

/**
 * A TensorFlow.js optimizer's memory with the slots by parameter name.
 *
 * @param order the parameters' names in the order in which the optimizer met them
 * @throws CheckpointError for optimizers that cannot give their memory away (Adamax)
 */
export async function readTfState(owner: string, optimizer: tf.Optimizer, order: readonly string[]): Promise<Record<string, StateValue>> {
  const [iterations, ...slots] = await weightsOf(`${owner}.stateDict`, optimizer);
  const reads = slots.map(({ tensor }) => toHostTensor(tensor));
  const powers: Record<string, HostTensor> = {};
  for (const name of POWERS) {
    const power = powerOf(optimizer, name);
    if (power !== undefined) powers[name] = await toHostTensor(power);
  }
  const byName: Record<string, HostTensor[]> = Object.fromEntries(order.map((name) => [name, []]));
  // The weights are one block of all parameters after another: Adam's averages, then its squares.
  for (const [index, read] of reads.entries()) byName[order[index % order.length] ?? '']?.push(await read);
  const count = iterations === undefined ? 0 : ((await iterations.tensor.data())[0] ?? 0);
  iterations?.tensor.dispose();
  return { kind: optimizer.getClassName(), iterations: count, params: [...order], slots: byName, powers };
}

/**
 * Checks a saved memory against the parameters and gives the function that takes it over.
 *
 * @throws CheckpointError
 */
export function prepareTfState(
  owner: string,
  optimizer: tf.Optimizer,
  state: StateTree,
  parameters: ReadonlyMap<string, NamedParameter>,
): { order: string[]; restore: () => Promise<void> } {
  const { kind, iterations, params, slots, powers } = state;
  const own = optimizer.getClassName();
  if (kind !== own) throw new CheckpointError({ owner: `${owner}.kind`, expected: `the state of ${own}`, got: kind });
  if (typeof iterations !== 'number' || !isNames(params) || !isBranch(slots) || !isBranch(powers)) {
    throw new CheckpointError({ owner, expected: 'iterations, params, slots and powers', got: state });
  }
  const rows = params.map((name) => rowOf(owner, slots[name], parameters.get(name), name));
  const blocks = rows[0]?.length ?? 0;
  if (rows.some((row) => row.length !== blocks)) throw new CheckpointError({ owner: `${owner}.slots`, expected: `${blocks} tensors for each parameter` });
  const ordered = Array.from({ length: blocks }, (_, block) => rows.flatMap((row) => row.slice(block, block + 1))).flat();
  const factors = Object.entries(powers).map(([name, value]) => [name, hostTensor(`${owner}.powers.${name}`, value, { shape: [], dtype: 'float32' })] as const);
  return { order: [...params], restore: () => restore(owner, optimizer, iterations, ordered, factors) };
}

async function restore(
  owner: string,
  optimizer: tf.Optimizer,
  iterations: number,
  slots: readonly HostTensor[],
  powers: readonly (readonly [string, HostTensor])[],
): Promise<void> {
  const replaced = await weightsOf(owner, optimizer);
  const weights = [
    { name: 'iter', tensor: tf.scalar(iterations, 'int32') as tf.Tensor },
    ...slots.map((slot, index) => ({ name: `slot${index}`, tensor: fromHostTensor(slot) })),
  ];
  await optimizer.setWeights(weights);
  // TensorFlow.js copies the new tensors and forgets the old ones.
  tf.dispose([...replaced, ...weights].map(({ tensor }) => tensor));
  for (const [name, value] of powers) tf.tidy(() => powerOf(optimizer, name)?.assign(fromHostTensor(value) as tf.Scalar));
}

async function weightsOf(owner: string, optimizer: tf.Optimizer): Promise<{ name: string; tensor: tf.Tensor }[]> {
  try {
    return (await optimizer.getWeights());
  } catch (cause) {
    throw new CheckpointError({
      owner,
      expected: `an optimizer whose memory can be saved, and TensorFlow.js cannot save ${optimizer.getClassName()}'s`,
      mend: 'Use one of optim, for instance optim.Adam.',
      cause,
    });
  }
}

function powerOf(optimizer: tf.Optimizer, name: string): tf.Variable | undefined {
  return (optimizer as unknown as Record<string, tf.Variable | undefined>)[name]; // private fields of Adam
}

function rowOf(owner: string, row: StateValue | undefined, parameter: NamedParameter | undefined, name: string): HostTensor[] {
  if (parameter === undefined) throw new CheckpointError({ owner: `${owner}.params`, expected: 'parameters that the optimizer has', got: name });
  if (!Array.isArray(row)) throw new CheckpointError({ owner: `${owner}.slots.${name}`, expected: 'an array of tensors', got: row });
  return row.map((value: StateValue, index) => hostTensor(`${owner}.slots.${name}[${index}]`, value, parameter.variable));
}

function isNames(value: StateValue | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string');
}

function isBranch(value: StateValue | undefined): value is StateTree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
