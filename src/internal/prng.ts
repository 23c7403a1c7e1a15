import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import type { Random, StateTree } from '../contracts';
import { CheckpointError, OptionError } from '../errors';

/**
 * A seeded random stream (xoroshiro128+) whose state can be saved.
 *
 * @param seed an integer that fits in 32 bits signed or 53 bits unsigned
 * @param labels name the purpose, so that streams of one seed are independent of each other: `createRandom(7, 'shuffle', epoch)`
 */
export function createRandom(seed: number, ...labels: readonly (string | number)[]): Random {
  if (!Number.isSafeInteger(seed)) throw new OptionError({ owner: 'seed', expected: 'a safe integer', got: seed });
  let generator = xoroshiro128plus(hash32(`${seed}\0${labels.join('\0')}`));
  return {
    uniform: () => uniformFloat64(generator),
    integer: (bound) => uniformInt(generator, 0, bound - 1),
    stateDict: () => ({ xoroshiro128plus: [...generator.getState()] }),
    loadStateDict(state: StateTree) {
      const words = state.xoroshiro128plus;
      if (!Array.isArray(words) || words.length !== 4 || !words.every((word) => Number.isInteger(word))) {
        throw new CheckpointError({ owner: 'Random.loadStateDict', expected: 'four integers under xoroshiro128plus', got: words });
      }
      generator = xoroshiro128plusFromState(words as number[]);
    },
  };
}

/** The integers from 0 to `length` - 1 in random order (Fisher-Yates). */
export function permutation(length: number, random: Random): Uint32Array {
  const order = Uint32Array.from({ length }, (_, index) => index);
  for (let last = length - 1; last > 0; last--) {
    const other = random.integer(last + 1);
    const kept = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = kept;
  }
  return order;
}

/** FNV-1a with a final avalanche: spreads near seeds far apart. */
function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}
