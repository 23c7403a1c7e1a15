import type { StateTree, StateValue } from '../contracts';
import { CheckpointError } from '../errors';
import type { State } from './state';

/** What a state dict says about the run, complete. */
export interface Position {
  readonly epoch: number;
  readonly iteration: number;
  readonly epochLength: number | null;
  readonly maxEpochs: number | null;
  readonly maxIters: number | null;
  readonly seed: number | null | undefined;
  readonly attributes: Readonly<Record<string, StateValue>>;
}

const OWNER = 'Engine.loadStateDict';

/** Counts of completed iterations, the limit in force, and the user's keys. */
export function saveState(state: State, userKeys: Iterable<string>, deterministic: boolean): StateTree {
  const { iteration, epochLength, maxEpochs, maxIters, seed, attributes } = state;
  const saved: Record<string, StateValue> = { epochLength, iteration, ...(maxIters === null ? { maxEpochs } : { maxIters }) };
  if (deterministic) saved.seed = seed;
  for (const key of userKeys) saved[key] = attributes[key] ?? null;
  return saved;
}

/** Reads and checks a state dict as a whole, so that the caller takes all of it or nothing. */
export function readState(tree: unknown, userKeys: Iterable<string>): Position {
  if (typeof tree !== 'object' || tree === null) throw new CheckpointError({ owner: OWNER, expected: 'a state dict', got: tree });
  const dict = tree as StateTree; // every value is checked where it is read
  const attributes: Record<string, StateValue> = {};
  for (const key of userKeys) {
    const value = dict[key];
    if (value === undefined) throw new CheckpointError({ owner: OWNER, expected: `the key ${key}, which is among stateDictUserKeys` });
    attributes[key] = value;
  }
  const limit = exactlyOne(dict, 'maxEpochs', 'maxIters');
  const counted = exactlyOne(dict, 'iteration', 'epoch');
  if (!('epochLength' in dict)) throw new CheckpointError({ owner: OWNER, expected: 'the key epochLength' });
  const epochLength = dict.epochLength === null ? null : integer(dict, 'epochLength', 0);
  const { epoch, iteration } = progress(counted, integer(dict, counted, 0), epochLength);
  const bound = dict[limit] === null ? null : integer(dict, limit, 1);
  const reached = limit === 'maxEpochs' ? epoch : iteration;
  if (bound !== null && bound < reached) {
    throw new CheckpointError({ owner: `${OWNER}.${limit}`, expected: `at least the ${reached} already reached`, got: bound });
  }
  const seed = dict.seed === undefined || dict.seed === null ? dict.seed : integer(dict, 'seed', Number.MIN_SAFE_INTEGER);
  return { epoch, iteration, epochLength, maxEpochs: limit === 'maxEpochs' ? bound : null, maxIters: limit === 'maxIters' ? bound : null, seed, attributes };
}

function exactlyOne<Key extends string>(dict: StateTree, one: Key, other: Key): Key {
  if (one in dict !== other in dict) return one in dict ? one : other;
  throw new CheckpointError({ owner: OWNER, expected: `exactly one of ${one} and ${other}`, got: Object.keys(dict).join(', ') });
}

function integer(dict: StateTree, key: string, least: number): number {
  const value = dict[key];
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value;
  throw new CheckpointError({ owner: `${OWNER}.${key}`, expected: `an integer of at least ${least}`, got: value });
}

function progress(counted: 'iteration' | 'epoch', count: number, epochLength: number | null): { epoch: number; iteration: number } {
  if (count === 0) return { epoch: 0, iteration: 0 };
  if (epochLength === null || epochLength === 0) {
    throw new CheckpointError({
      owner: `${OWNER}.epochLength`,
      expected: `a positive integer, since ${counted} is ${count}`,
      got: epochLength,
      mend: 'Save when the length of an epoch is known, or put it in.',
    });
  }
  return counted === 'epoch' ? { epoch: count, iteration: count * epochLength } : { epoch: Math.floor(count / epochLength), iteration: count };
}
