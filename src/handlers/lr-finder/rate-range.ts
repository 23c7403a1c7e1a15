import { OptionError } from '../../errors';

/** Whether rates move by equal factors or by equal steps. */
export type StepMode = 'exp' | 'linear';

/** Where a search begins and ends: for all parameter groups, or one rate for each. */
export interface RateLimits {
  readonly startLr?: number | readonly number[] | undefined;
  readonly endLr: number | readonly number[];
  readonly stepMode: StepMode;
}

/**
 * The rates of all groups at a share of the way, from 0 (`startLr`, by default what the groups have) to 1 (`endLr`).
 *
 * @throws OptionError when a list is not as long as there are groups, or a range is empty
 */
export function rateRange(owner: string, limits: RateLimits, groups: readonly { readonly lr: number }[]): (share: number) => number[] {
  const starts = eachGroup(`${owner}.startLr`, limits.startLr ?? groups.map(({ lr }) => lr), groups.length);
  const ends = eachGroup(`${owner}.endLr`, limits.endLr, groups.length);
  const { stepMode } = limits;
  const ranges = starts.map((start, group) => {
    const end = ends[group] ?? NaN;
    if (!(start < end)) throw new OptionError({ owner: `${owner}.startLr`, expected: `less than endLr (${end})`, got: start });
    if (stepMode === 'linear') return (share: number) => start + (end - start) * share;
    if (start > 0) return (share: number) => start * (end / start) ** share;
    throw new OptionError({ owner: `${owner}.startLr`, expected: "a rate above 0, since stepMode 'exp' multiplies it", got: start, mend: "Give startLr, or use stepMode 'linear'." });
  });
  return (share) => ranges.map((at) => at(share));
}

function eachGroup(owner: string, rates: number | readonly number[], groups: number): readonly number[] {
  if (typeof rates === 'number') return Array.from({ length: groups }, () => rates);
  if (rates.length === groups) return rates;
  throw new OptionError({ owner, expected: `a number, or one for each of the ${groups} parameter groups`, got: rates });
}
