/** The ranks of values, in the order of the values and in rising order. */
export interface Ranks {
  readonly ofEach: Float64Array;
  readonly sorted: Float64Array;
}

/**
 * Ranks values, from 1 for the smallest; equal values share the mean of their ranks. NaN has no rank: the values must hold none.
 */
export function averageRanks(values: Float64Array): Ranks {
  const inOrder = values.slice().sort();
  const sorted = ranksOfSorted(inOrder);
  return { ofEach: values.map((value) => sorted[firstAtLeast(inOrder, value)] ?? NaN), sorted };
}

/** Whether some value is NaN. */
export function hasNaN(values: Float64Array): boolean {
  return values.some(Number.isNaN);
}

function ranksOfSorted(sorted: Float64Array): Float64Array {
  const ranks = new Float64Array(sorted.length);
  let start = 0;
  while (start < sorted.length) {
    let end = start + 1;
    while (end < sorted.length && sorted[end] === sorted[start]) end++;
    ranks.fill((start + 1 + end) / 2, start, end);
    start = end;
  }
  return ranks;
}

/** Index of the first of the sorted values that is not smaller. */
function firstAtLeast(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? NaN) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
