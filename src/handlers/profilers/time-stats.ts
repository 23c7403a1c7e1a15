/** One of several measured times, with its place among them, from 0. */
export interface TimeAt {
  readonly seconds: number;
  readonly index: number;
}

/** What there is to say of several measured times, in seconds. */
export interface TimeStats {
  /** How many there are. */
  readonly count: number;
  /** Their sum; 0 when there are none. */
  readonly total: number;
  /** The first of the shortest ones; `null` when there are none. */
  readonly min: TimeAt | null;
  /** The first of the longest ones; `null` when there are none. */
  readonly max: TimeAt | null;
  /** `null` when there are none. */
  readonly mean: number | null;
  /** Deviation of a sample (`count - 1` below the line); `null` with fewer than two. */
  readonly std: number | null;
}

/** Sums up times. */
export function timeStats(times: readonly number[]): TimeStats {
  const count = times.length;
  const total = times.reduce((sum, time) => sum + time, 0);
  if (count === 0) return { count, total, min: null, max: null, mean: null, std: null };
  const mean = total / count;
  const squares = times.reduce((sum, time) => sum + (time - mean) ** 2, 0);
  return { count, total, min: extreme(times, (a, b) => a < b), max: extreme(times, (a, b) => a > b), mean, std: count < 2 ? null : Math.sqrt(squares / (count - 1)) };
}

function extreme(times: readonly number[], beats: (a: number, b: number) => boolean): TimeAt | null {
  let best: TimeAt | null = null;
  for (const [index, seconds] of times.entries()) if (best === null || beats(seconds, best.seconds)) best = { seconds, index };
  return best;
}

/** Total, min/index, max/index, mean and std as the tables show them, such as `157.46292`, `0.01452/1501`. */
export function formatStats({ count, total, min, max, mean, std }: TimeStats): string[] {
  return [count === 0 ? 'not triggered' : formatSeconds(total), formatTimeAt(min), formatTimeAt(max), formatSeconds(mean), formatSeconds(std)];
}

/** Seconds as the tables show them. */
export function formatSeconds(seconds: number | null): string {
  return seconds === null ? '-' : seconds.toFixed(5);
}

function formatTimeAt(time: TimeAt | null): string {
  return time === null ? '-' : `${formatSeconds(time.seconds)}/${time.index}`;
}
