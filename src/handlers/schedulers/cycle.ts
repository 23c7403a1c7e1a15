import * as z from 'zod/mini';
import type { StateTree } from '../../contracts';
import { CheckpointError, OptionError } from '../../errors';
import type { Progress } from './event-counter';
import { savedCount, savedNumber } from './event-counter';

/** How long cycles are, between which values, and how both change from cycle to cycle. */
export interface CycleOptions {
  /** Value at the start of a cycle. */
  readonly startValue: number;
  /** Value that a cycle leads to. */
  readonly endValue: number;
  /** Events in the first cycle, without its warmup; at least 2. */
  readonly cycleSize: number;
  /** The next cycle and its warmup are this many times as long, rounded down. @default 1 */
  readonly cycleMult?: number;
  /** The next cycle starts at this multiple. @default 1 */
  readonly startValueMult?: number;
  /** The next cycle leads to this multiple. @default 1 */
  readonly endValueMult?: number;
  /** Events at the end of a cycle in which the value goes in a line to the start of the next; at least 0. @default 0 */
  readonly warmupDuration?: number;
}

/** The options of a cycle, to be spread into a scheduler's schema. */
export const cycleShape = {
  startValue: z.number(),
  endValue: z.number(),
  cycleSize: z.int().check(z.minimum(2)),
  cycleMult: z._default(z.number().check(z.positive()), 1),
  startValueMult: z._default(z.number(), 1),
  endValueMult: z._default(z.number(), 1),
  warmupDuration: z._default(z.int().check(z.minimum(0)), 0),
};

/** A share from 0 to 1 of the way between two values. */
export type Curve = (start: number, end: number, share: number) => number;

/** Where a cyclical scheduler is in its cycle. */
export class Cycle implements Progress {
  readonly #owner: string;
  readonly #mults: { readonly cycle: number; readonly start: number; readonly end: number };
  #eventIndex = 0;
  #cycle = 0;
  #startValue: number;
  #endValue: number;
  #cycleSize: number;
  #warmupDuration: number;

  constructor(owner: string, { startValue, endValue, cycleSize, cycleMult = 1, startValueMult = 1, endValueMult = 1, warmupDuration = 0 }: CycleOptions) {
    this.#owner = owner;
    this.#mults = { cycle: cycleMult, start: startValueMult, end: endValueMult };
    this.#startValue = startValue;
    this.#endValue = endValue;
    this.#cycleSize = cycleSize;
    this.#warmupDuration = warmupDuration;
  }

  get eventIndex(): number {
    return this.#eventIndex;
  }

  /** The value of the event, along a curve and then the warmup's line. */
  value(curve: Curve): number {
    const index = this.#eventIndex;
    const start = this.#startValue;
    const end = this.#endValue;
    if (index <= this.#cycleSize) return curve(start, end, index / this.#cycleSize);
    return end + (start - end) * ((index - this.#cycleSize) / this.#warmupDuration);
  }

  begin(): void {
    if (this.#eventIndex === 0) return;
    const isOver = this.#eventIndex === this.#cycleSize + this.#warmupDuration;
    const nextSize = Math.trunc(this.#cycleSize * this.#mults.cycle);
    if (isOver && nextSize < 1) {
      throw new OptionError({
        owner: `${this.#owner}.cycleMult`,
        expected: `cycles of at least 1 event, also the one after ${this.#cycle + 1}`,
        got: this.#mults.cycle,
        mend: 'Make the first cycle longer, or stop before.',
      });
    }
    if (this.#eventIndex === this.#cycleSize) this.#startValue *= this.#mults.start;
    if (!isOver) return;
    this.#eventIndex = 0;
    this.#cycle += 1;
    this.#cycleSize = nextSize;
    this.#warmupDuration = Math.trunc(this.#warmupDuration * this.#mults.cycle);
    this.#endValue *= this.#mults.end;
  }

  next(): void {
    this.#eventIndex += 1;
  }

  stateDict(): StateTree {
    return {
      eventIndex: this.#eventIndex,
      cycle: this.#cycle,
      startValue: this.#startValue,
      endValue: this.#endValue,
      cycleSize: this.#cycleSize,
      warmupDuration: this.#warmupDuration,
      totalCycleSize: this.#cycleSize + this.#warmupDuration,
    };
  }

  loadStateDict(state: StateTree): void {
    const owner = `${this.#owner}.loadStateDict`;
    const count = (key: string, least = 0): number => savedCount(owner, state, key, least);
    const [eventIndex, cycle, cycleSize, warmupDuration] = [count('eventIndex'), count('cycle'), count('cycleSize', 1), count('warmupDuration')];
    if (eventIndex > cycleSize + warmupDuration) {
      throw new CheckpointError({ owner: `${owner}.eventIndex`, expected: `at most the ${cycleSize + warmupDuration} events of the cycle`, got: eventIndex });
    }
    const [startValue, endValue] = [savedNumber(owner, state, 'startValue'), savedNumber(owner, state, 'endValue')];
    this.#eventIndex = eventIndex;
    this.#cycle = cycle;
    this.#cycleSize = cycleSize;
    this.#warmupDuration = warmupDuration;
    this.#startValue = startValue;
    this.#endValue = endValue;
  }
}
