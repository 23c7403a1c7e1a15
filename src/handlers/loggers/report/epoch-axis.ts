/** The end of an epoch, in iterations since the beginning of training. */
export interface EpochEnd {
  readonly epoch: number;
  readonly iteration: number;
}

/**
 * Iterations as epochs: 150 is 1.5 where an epoch has 100. Epochs may differ in length, as they do when some are ended early.
 *
 * @param epochLength of the epochs before the first end and after the last
 * @returns `undefined` while nothing is known of the epochs' length
 */
export function epochAxis(ends: readonly EpochEnd[], epochLength: number | null): ((iteration: number) => number) | undefined {
  const [first] = ends;
  if (first === undefined) return epochLength === null ? undefined : (iteration) => iteration / epochLength;
  const length = epochLength ?? (first.iteration / first.epoch);
  if (!(length > 0)) return undefined;
  // Of a run that was resumed only the epochs since then are known.
  const known = [first.epoch === 1 ? { epoch: 0, iteration: 0 } : { epoch: first.epoch - 1, iteration: first.iteration - length }, ...ends];
  return (iteration) => {
    const next = firstAtOrAfter(known, iteration);
    const [before, after] = [known[next - 1], known[next]];
    if (before === undefined || after === undefined) {
      const anchor = after ?? before ?? first;
      return anchor.epoch + (iteration - anchor.iteration) / length;
    }
    return before.epoch + ((iteration - before.iteration) / (after.iteration - before.iteration)) * (after.epoch - before.epoch);
  };
}

function firstAtOrAfter(ends: readonly EpochEnd[], iteration: number): number {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle]?.iteration ?? 0) < iteration) low = middle + 1;
    else high = middle;
  }
  return low;
}
