import type { Communicator, Reduction } from '../../src/distributed';

/**
 * Communicators of ranks that live in one process: what each rank hands in is kept until all have, then everybody gets the result.
 *
 * Run the ranks' code at the same time, `await Promise.all(ranks.map(...))`, as processes would.
 */
export function ranks(size: number): Communicator[] {
  let waiting: { rank: number; data: Float64Array; resolve: (all: readonly Float64Array[]) => void }[] = [];
  const meet = (rank: number, data: Float64Array): Promise<readonly Float64Array[]> =>
    new Promise((resolve) => {
      waiting.push({ rank, data: data.slice(), resolve });
      if (waiting.length < size) return;
      const all = [...waiting].sort((a, b) => a.rank - b.rank);
      waiting = [];
      for (const { resolve: finish } of all) finish(all.map((one) => one.data));
    });
  return Array.from({ length: size }, (_, rank) => ({
    rank,
    size,
    allReduce: async (data: Float64Array, reduction: Reduction) => {
      const all = await meet(rank, data);
      if (new Set(all.map((one) => one.length)).size > 1) throw new Error('ranks hand in different lengths');
      const reduce = { sum: (a: number, b: number) => a + b, max: Math.max, min: Math.min }[reduction];
      return all.slice(1).reduce((total, one) => total.map((value, index) => reduce(value, one[index] ?? NaN)), (all[0] ?? data).slice());
    },
    allGather: (data: Float64Array) => meet(rank, data),
    broadcast: async (data: Float64Array, root: number) => (await meet(rank, data))[root] ?? data,
    barrier: async () => {
      await meet(rank, new Float64Array());
    },
  }));
}
