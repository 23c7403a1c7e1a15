import { OptionError } from '../errors';
import type { EngineView } from './engine-view';

/** Decides whether a handler runs; `count` is the state attribute that the event counts by. */
export type EventFilter = (engine: EngineView, count: number) => boolean;

/** What a filtered event was asked for: `when` alone, `once` alone, or any of `every`, `before` and `after`. */
export interface FilterSpec {
  readonly every?: number;
  readonly before?: number;
  readonly after?: number;
  readonly once?: readonly number[];
  readonly when?: EventFilter;
}

/** Adds one condition to a filter, refusing values and combinations that make no sense. */
export function extendFilter(owner: string, spec: FilterSpec, addition: FilterSpec): FilterSpec {
  for (const key of Object.keys(addition)) {
    if (key in spec) {
      throw new OptionError({ owner: `${owner}.${key}`, expected: `one ${key}() for an event`, mend: 'Register the handler twice, or use when().' });
    }
  }
  const combined = { ...spec, ...addition };
  const alone = 'once' in combined || 'when' in combined;
  if (alone && Object.keys(combined).length > 1) {
    throw new OptionError({
      owner,
      expected: 'once() or when() alone, or a combination of every(), before() and after()',
      got: Object.keys(combined).join(', '),
      mend: 'Write the whole condition as one when().',
    });
  }
  return combined;
}

/** The predicate of a filter, or nothing when it lets everything through. */
export function compileFilter(spec: FilterSpec): EventFilter | undefined {
  if (spec.when !== undefined) return spec.when;
  if (spec.once !== undefined) {
    const counts = new Set(spec.once);
    return (_, count) => counts.has(count);
  }
  const { every = 1, before, after } = spec;
  if (before === undefined && after === undefined) return every === 1 ? undefined : (_, count) => count % every === 0;
  // Within bounds the steps count from the first count inside, alone they count from zero.
  const lowest = after ?? 0;
  const limit = before ?? Infinity;
  return (_, count) => count > lowest && count < limit && (count - lowest - 1) % every === 0;
}

/** Refuses anything but an integer of at least `least`. */
export function checkCount(owner: string, value: unknown, least: 0 | 1): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value;
  throw new OptionError({ owner, expected: least === 1 ? 'a positive integer' : 'an integer of at least 0', got: value });
}

/** The counts of `once()`: one positive integer, or a list of them. */
export function checkCounts(owner: string, counts: unknown): readonly number[] {
  if (!Array.isArray(counts)) return [checkCount(owner, counts, 1)];
  if (counts.length === 0) throw new OptionError({ owner, expected: 'a positive integer or a list of at least one', got: counts });
  return counts.map((count) => checkCount(owner, count, 1));
}

/** A user's predicate, which must answer with a boolean at once. */
export function checkPredicate(owner: string, predicate: unknown): EventFilter {
  if (typeof predicate !== 'function') {
    throw new OptionError({ owner, expected: 'a function (engine, count) => boolean', got: predicate });
  }
  const decide = predicate as (engine: EngineView, count: number) => unknown;
  return (engine, count) => {
    const answer = decide(engine, count);
    if (typeof answer === 'boolean') return answer;
    throw new OptionError({ owner, expected: 'the predicate to return true or false', got: answer, mend: 'A predicate is not awaited: decide at once.' });
  };
}
