/** Maps values to a length of pixels. */
export interface Scale {
  readonly kind: 'linear' | 'log';
  /** Least and greatest value of the axis. */
  readonly domain: readonly [number, number];
  /** Where these are. */
  readonly range: readonly [number, number];
  /** Values that are worth a line and a label. */
  readonly ticks: readonly number[];
}

/** Where a value is. */
export function place(scale: Scale, value: number): number {
  const through = scale.kind === 'log' ? Math.log10 : Number;
  const [low, high] = scale.domain.map((each) => through(each)) as [number, number]; // a pair stays a pair
  const [from, to] = scale.range;
  return from + ((through(value) - low) / (high - low)) * (to - from);
}

/** Values beyond this are drawn as if they were infinite: their differences might be. */
const LARGEST = 1e300;

/** Whether a value has a place on a scale. */
export function isDrawable(value: number): boolean {
  return Math.abs(value) <= LARGEST;
}

/** Least and greatest of what can be drawn; `undefined` without any. */
export function extentOf(values: Iterable<number>): [number, number] | undefined {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!isDrawable(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low > high ? undefined : [low, high];
}

/** A scale whose domain begins and ends with a round number. */
export function linearScale(extent: readonly [number, number], range: readonly [number, number], count = 5): Scale {
  const [low, high] = widened(extent);
  const step = roundStep((high - low) / count);
  const [first, last] = [Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9)];
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => multiple(first + index, step));
  return { kind: 'linear', domain: [multiple(first, step), multiple(last, step)], range, ticks };
}

/** A scale from the first to the last value exactly, with round numbers between as ticks: whole ones, unless the way is short. */
export function stepScale(extent: readonly [number, number], range: readonly [number, number], count = 6): Scale {
  const [low, high] = extent[0] === extent[1] ? [extent[0] - 0.5, extent[1] + 0.5] : extent;
  const step = Math.max(high - low > 2 ? 1 : 0, roundStep((high - low) / count));
  const first = Math.ceil(low / step - 1e-9);
  const length = Math.max(0, Math.floor(high / step + 1e-9) - first + 1);
  return { kind: 'linear', domain: [low, high], range, ticks: Array.from({ length }, (_, index) => multiple(first + index, step)) };
}

/** A scale by magnitude, for values above 0: it ends with 1, 2 or 5 times a power of ten, and has powers as ticks, or all of these where powers are few. */
export function logScale([low, high]: readonly [number, number], range: readonly [number, number]): Scale {
  const powers = Array.from({ length: Math.ceil(Math.log10(high)) - Math.floor(Math.log10(low)) + 1 }, (_, index) => Math.floor(Math.log10(low)) + index);
  const round = powers.flatMap((power) => [1, 2, 5].map((factor) => Number(`${factor}e${power}`)));
  const first = round.filter((value) => value <= low).at(-1) ?? low;
  const last = round.find((value) => value >= high && value > first) ?? high;
  const stride = Math.ceil(powers.length / 7);
  const ticks = high / low < 100 ? round : powers.filter((power) => power % stride === 0).map((power) => Number(`1e${power}`));
  return { kind: 'log', domain: [first, last], range, ticks: ticks.filter((tick) => tick >= first && tick <= last) };
}

/** 1, 2 or 5 times a power of ten, at least as large as a length. */
function roundStep(length: number): number {
  const power = Math.floor(Math.log10(length));
  const factor = [1, 2, 5, 10].find((each) => each * 10 ** power >= length * (1 - 1e-9)) ?? 10;
  return Number(`${factor}e${power}`);
}

/** A value alone gets room on both sides. */
function widened([low, high]: readonly [number, number]): readonly [number, number] {
  // So close together that no step between them could be told apart.
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low > Math.max(size * 1e-9, Number.MIN_VALUE * 1e9)) return [low, high];
  const room = size < 1e-300 ? 1 : size * 0.1;
  return [low - room, high + room];
}

/** Without the dust of binary fractions: 3 times 0.1 is 0.3. */
function multiple(count: number, step: number): number {
  return Number((count * step).toPrecision(12));
}
