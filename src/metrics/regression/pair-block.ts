/**
 * Pairs of predictions and targets in blocks of doubles, which stay in the processor's first cache.
 *
 * A loop that meets several kinds of arrays, or float32, takes two to five times as long as one that only ever sees the same doubles: widening a block
 * natively and then going over it several times is cheaper than going over the data once.
 */

/** How many pairs a block has at most; a multiple of the six differences that share a logarithm. */
const CAPACITY = 1530;

/** The predictions of a block, then from CAPACITY its targets: one array, so that an index can choose the side. */
const sides = new Float64Array(2 * CAPACITY);
const predictions = sides.subarray(0, CAPACITY);
const targets = sides.subarray(CAPACITY);

/** What a loop over a block reads. It is only good until the next block, and never outlives the call that asked for it. */
export const pairBlock = { capacity: CAPACITY, sides, predictions, targets } as const;

/** Calls back for each block of the pairs, with how many pairs it has and the index of its first. */
export function forEachBlock(yPred: ArrayLike<number>, y: ArrayLike<number>, use: (count: number, from: number) => void): void {
  const { length } = y;
  const [allPredictions, allTargets] = [floats(yPred), floats(y)];
  for (let from = 0; from < length; from += CAPACITY) {
    const to = Math.min(length, from + CAPACITY);
    predictions.set(allPredictions.subarray(from, to));
    targets.set(allTargets.subarray(from, to));
    use(to - from, from);
  }
}

function floats(data: ArrayLike<number>): Float32Array | Float64Array {
  return data instanceof Float32Array || data instanceof Float64Array ? data : new Float64Array(data);
}
