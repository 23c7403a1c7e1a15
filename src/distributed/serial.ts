import { OptionError } from '../errors';
import type { Communicator } from './communicator';

/**
 * The communicator of a run with one process: every result is there at once.
 *
 * @example
 * ```ts
 * import { serial } from 'tfjs-ignite';
 *
 * serial.size; // => 1
 * ```
 */
export const serial: Communicator = Object.freeze({
  rank: 0,
  size: 1,
  allReduce: (data: Float64Array) => data,
  allGather: (data: Float64Array) => [data],
  broadcast(data: Float64Array, root: number) {
    if (root !== 0) throw new OptionError({ owner: 'serial.broadcast.root', expected: 'rank 0, the only one', got: root });
    return data;
  },
  barrier: () => undefined,
});
