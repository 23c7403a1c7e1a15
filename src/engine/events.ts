import { OptionError } from '../errors';
import type { EventFilter, FilterSpec } from './filters';
import { checkCount, checkCounts, checkPredicate, compileFilter, extendFilter } from './filters';

/** What handlers of the built-in events get after the engine. */
export interface EventArguments {
  STARTED: [];
  EPOCH_STARTED: [];
  GET_BATCH_STARTED: [];
  GET_BATCH_COMPLETED: [];
  ITERATION_STARTED: [];
  ITERATION_COMPLETED: [];
  DATALOADER_STOP_ITERATION: [];
  EPOCH_COMPLETED: [];
  TERMINATE_SINGLE_EPOCH: [iterCounter: number];
  TERMINATE: [];
  INTERRUPT: [];
  EXCEPTION_RAISED: [error: unknown];
  COMPLETED: [];
}

/** Name of a built-in event. */
export type EventName = keyof EventArguments;

interface Definition {
  readonly name: string;
  /** State attribute that filters count by: `epoch`, `iteration`, or one of `state.attributes`. */
  readonly counter: string | undefined;
}

/**
 * An event, perhaps with a filter. Values are immutable: every method returns a new one.
 *
 * `Args` is what its handlers get after the engine.
 *
 * @example
 * ```ts
 * import { Events } from 'tfjs-ignite';
 *
 * Events.ITERATION_COMPLETED.after(8).before(25).every(5).toString(); // => 'ITERATION_COMPLETED.after(8).before(25).every(5)'
 * ```
 */
export class EngineEvent<Args extends readonly unknown[] = readonly unknown[]> {
  readonly name: string;
  /** State attribute that filters count by; without one the event takes no filter. */
  readonly counter: string | undefined;
  /** Whether the handler runs at a firing; absent when it always does. */
  readonly filter: EventFilter | undefined;
  readonly #spec: FilterSpec;
  // Carries the type of the handlers' arguments; never there at run time.
  declare readonly args?: Args;

  constructor({ name, counter }: Definition, spec: FilterSpec = {}) {
    this.name = name;
    this.counter = counter;
    this.#spec = spec;
    this.filter = compileFilter(spec);
    Object.freeze(this);
  }

  /** At every `count`th; together with `after(n)` or `before(n)` counted from the first inside: `after(8).every(5)` is 9, 14, 19 … */
  every(count: number): EngineEvent<Args> {
    return this.#with({ every: checkCount(`${this.name}.every`, count, 1) });
  }

  /** At one count, or at each of a list: not "the first time" (that is `engine.once`). */
  once(counts: number | readonly number[]): EngineEvent<Args> {
    return this.#with({ once: checkCounts(`${this.name}.once`, counts) });
  }

  /** Below `count`, from 1 on. */
  before(count: number): EngineEvent<Args> {
    return this.#with({ before: checkCount(`${this.name}.before`, count, 0) });
  }

  /** Above `count`. */
  after(count: number): EngineEvent<Args> {
    return this.#with({ after: checkCount(`${this.name}.after`, count, 0) });
  }

  /** Whenever the predicate says so; it is called at every firing and is not awaited. */
  when(predicate: EventFilter): EngineEvent<Args> {
    return this.#with({ when: checkPredicate(`${this.name}.when`, predicate) });
  }

  /** Both events: a handler registered for the list runs at either. */
  or<Others extends readonly unknown[]>(other: EngineEvent<Others> | EventList<Others>): EventList<Args | Others> {
    return new EventList<Args | Others>([this, ...eventsIn(other)]);
  }

  toString(): string {
    const parts = Object.entries(this.#spec).map(([key, value]) => `.${key}(${typeof value === 'function' ? '…' : String(value)})`);
    return `${this.name}${parts.join('')}`;
  }

  #with(addition: FilterSpec): EngineEvent<Args> {
    return new EngineEvent<Args>(this, extendFilter(this.name, this.#spec, addition));
  }
}

/** Several events for one handler, made by `a.or(b)`. A handler runs once for each entry that fires. */
export class EventList<Args extends readonly unknown[] = readonly unknown[]> {
  readonly events: readonly EngineEvent<Args>[];

  constructor(events: readonly EngineEvent<Args>[]) {
    this.events = Object.freeze([...events]);
    Object.freeze(this);
  }

  /** A new list with one event, or those of another list, at the end. */
  or<Others extends readonly unknown[]>(other: EngineEvent<Others> | EventList<Others>): EventList<Args | Others> {
    return new EventList<Args | Others>([...this.events, ...eventsIn(other)]);
  }

  toString(): string {
    return this.events.join(' or ');
  }
}

function eventsIn<Args extends readonly unknown[]>(other: EngineEvent<Args> | EventList<Args>): readonly EngineEvent<Args>[] {
  if (other instanceof EventList) return other.events;
  if (other instanceof EngineEvent) return [other];
  throw new OptionError({ owner: 'or', expected: 'an event or a list of events', got: other, mend: 'Use a value of Events or of defineEvent().' });
}

const byEpoch = <Name extends EventName>(name: Name): EngineEvent<EventArguments[Name]> => new EngineEvent({ name, counter: 'epoch' });
const byIteration = <Name extends EventName>(name: Name): EngineEvent<EventArguments[Name]> => new EngineEvent({ name, counter: 'iteration' });
const uncounted = <Name extends EventName>(name: Name): EngineEvent<EventArguments[Name]> => new EngineEvent({ name, counter: undefined });

/** The thirteen events of every engine, in the order of `docs/lifecycle.md`. */
export const Events: { readonly [Name in EventName]: EngineEvent<EventArguments[Name]> } = Object.freeze({
  /** Once a run, not again when a paused run goes on. */
  STARTED: byEpoch('STARTED'),
  EPOCH_STARTED: byEpoch('EPOCH_STARTED'),
  /** Before a batch is fetched; counts finished iterations. Not without data. */
  GET_BATCH_STARTED: byIteration('GET_BATCH_STARTED'),
  GET_BATCH_COMPLETED: byIteration('GET_BATCH_COMPLETED'),
  ITERATION_STARTED: byIteration('ITERATION_STARTED'),
  ITERATION_COMPLETED: byIteration('ITERATION_COMPLETED'),
  /** The data has run dry and is about to be started again. */
  DATALOADER_STOP_ITERATION: uncounted('DATALOADER_STOP_ITERATION'),
  EPOCH_COMPLETED: byEpoch('EPOCH_COMPLETED'),
  /** After `terminateEpoch()`; handlers get the number of iterations done in the epoch. */
  TERMINATE_SINGLE_EPOCH: uncounted('TERMINATE_SINGLE_EPOCH'),
  /** After `terminate()`, before COMPLETED. */
  TERMINATE: uncounted('TERMINATE'),
  /** After `interrupt()`, before `run` returns. */
  INTERRUPT: uncounted('INTERRUPT'),
  /** An error in step, data or handler; a handler that returns `true` has handled it. */
  EXCEPTION_RAISED: uncounted('EXCEPTION_RAISED'),
  COMPLETED: byEpoch('COMPLETED'),
});

/**
 * Makes an event of your own. Whoever registers a handler for the value, or fires it, makes it known to that engine.
 *
 * @param counter attribute in `state.attributes` (or `epoch`, `iteration`) that filters count by; it starts at 0 and is yours to move on
 *
 * @example
 * ```ts
 * import { Engine, defineEvent } from 'tfjs-ignite';
 *
 * const SAVED = defineEvent<[file: string]>('SAVED');
 * const engine = new Engine(() => 1);
 * const files: string[] = [];
 * engine.on(SAVED, (_, file) => files.push(file));
 * await engine.fireEvent(SAVED, 'best.safetensors');
 * files; // => [ 'best.safetensors' ]
 * ```
 */
export function defineEvent<Args extends readonly unknown[] = []>(name: string, { counter }: { counter?: string } = {}): EngineEvent<Args> {
  if (typeof name !== 'string' || name === '') throw new OptionError({ owner: 'defineEvent.name', expected: 'a name', got: name });
  if (counter !== undefined && (typeof counter !== 'string' || counter === '')) {
    throw new OptionError({ owner: 'defineEvent.counter', expected: 'the name of a state attribute', got: counter });
  }
  if (name in Events) throw new OptionError({ owner: 'defineEvent.name', expected: 'a name that no built-in event has', got: name });
  return new EngineEvent<Args>({ name, counter });
}

/**
 * Makes several events whose handlers get the engine alone.
 *
 * @example
 * ```ts
 * import { defineEvents } from 'tfjs-ignite';
 *
 * const TimeEvents = defineEvents({ TIME_STARTED: {}, TIME_COMPLETED: { counter: 'time' } });
 * TimeEvents.TIME_COMPLETED.every(2).toString(); // => 'TIME_COMPLETED.every(2)'
 * ```
 */
export function defineEvents<Names extends string>(definitions: Readonly<Record<Names, { counter?: string }>>): { readonly [Name in Names]: EngineEvent<[]> } {
  const entries = Object.entries<{ counter?: string }>(definitions).map(([name, options]) => [name, defineEvent(name, options)] as const);
  return Object.freeze(Object.fromEntries(entries)) as { [Name in Names]: EngineEvent<[]> }; // fromEntries forgets the keys' type
}

/** An event by value, or a plain one by its new name. */
export function asEvent(event: unknown): EngineEvent {
  if (event instanceof EngineEvent) return event as EngineEvent; // `instanceof` knows no type arguments
  if (typeof event === 'string') return defineEvent(event);
  throw new OptionError({ owner: 'registerEvents', expected: 'event values or names', got: event });
}
