import EventEmitter from 'eventemitter3';
import { OptionError, StateError } from '../errors';
import type { MaybePromise } from '../internal';
import { isThenable } from '../internal';
import type { EngineView } from './engine-view';
import type { EngineEvent } from './events';
import { EventList, EngineEvent as EngineEventClass, Events } from './events';
import type { EventFilter } from './filters';
import type { AnyHandler, HandlerFunction } from './handler';
import { handlerFunction } from './handler';
import type { HandlerObserver } from './handler-observer';
import { callObserved, checkObserver } from './handler-observer';
import { RemovableEventHandle } from './removable-event-handle';
import type { State } from './state';

/** One handler at one event. */
interface Registration {
  readonly handler: AnyHandler;
  readonly call: HandlerFunction;
  readonly args: readonly unknown[];
  readonly filter: EventFilter | undefined;
  readonly once: boolean;
  /** False from its removal on, so that a firing that is under way leaves it out. */
  live: boolean;
}

/** What eventemitter3 holds: a function that stands for its registration. */
type Listener = (() => void) & { readonly registration: Registration };

/** An event as one engine knows it. The list of registrations is replaced, never changed, so a firing walks a snapshot. */
export interface Topic {
  readonly name: string;
  readonly counter: string | undefined;
  registrations: readonly Registration[];
}

/** What may stand for an event. */
export type EventReference = string | EngineEvent | EventList;

const NOTHING: readonly unknown[] = [];

/** Keeps an engine's handlers (in an eventemitter3) and calls them in order, awaiting what returns a promise. */
export class Dispatcher {
  /** Name of the event fired last, by the run or by hand. */
  lastEventName: string | null = null;
  readonly #engine: EngineView;
  readonly #emitter = new EventEmitter();
  readonly #topics = new Map<string, Topic>();
  #observers: readonly HandlerObserver[] = [];

  constructor(engine: EngineView) {
    this.#engine = engine;
    for (const event of Object.values(Events)) this.register(event);
  }

  /** Makes an event known; its counter, if new, starts at 0. */
  register(event: EngineEvent): Topic {
    const known = this.#topics.get(event.name);
    if (known !== undefined) {
      if (known.counter === event.counter) return known;
      throw new StateError({
        owner: `event ${event.name}`,
        expected: `the counter that this engine knows it by (${known.counter ?? 'none'})`,
        got: event.counter,
        mend: 'Define an event once and share the value.',
      });
    }
    const { name, counter } = event;
    if (counter !== undefined && counter !== 'epoch' && counter !== 'iteration') this.#engine.state.attributes[counter] ??= 0;
    const topic: Topic = { name, counter, registrations: [] };
    this.#topics.set(name, topic);
    return topic;
  }

  has(event: string | EngineEvent): boolean {
    return this.#topics.has(typeof event === 'string' ? event : event.name);
  }

  /** The topic of an event, by value (which makes it known) or by name. */
  topic(event: string | EngineEvent): Topic {
    if (event instanceof EngineEventClass) return this.register(event);
    const topic = this.#topics.get(event);
    if (topic !== undefined) return topic;
    throw new OptionError({
      owner: 'event',
      expected: `an event that this engine knows (${[...this.#topics.keys()].join(', ')})`,
      got: event,
      mend: 'Check the spelling, or make it known with registerEvents().',
    });
  }

  add(event: EventReference, handler: AnyHandler, args: readonly unknown[], once: boolean): RemovableEventHandle {
    const call = handlerFunction(`handler of ${String(event)}`, handler);
    const added = eventsIn(event).map((each) => {
      const topic = this.topic(each);
      const filter = typeof each === 'string' ? undefined : each.filter;
      if (filter !== undefined && topic.counter === undefined) {
        throw new OptionError({
          owner: String(each),
          expected: 'an event that is counted, since it is filtered',
          mend: 'Register for the plain event and decide in the handler, or define the event with a counter.',
        });
      }
      return { topic, registration: { handler, call, args, filter, once, live: true } };
    });
    for (const { topic, registration } of added) {
      this.#emitter.on(topic.name, Object.assign(() => undefined, { registration }));
      this.#refresh(topic);
      for (const observer of this.#observers) observer.registered?.(topic.name, handler);
    }
    return new RemovableEventHandle(() => added.forEach(({ topic, registration }) => this.#drop(topic, (each) => each === registration)));
  }

  /** Removes every registration of a handler at an event; an error when there is none. */
  remove(event: EventReference, handler: AnyHandler): void {
    for (const each of eventsIn(event)) {
      const topic = this.topic(each);
      if (this.#drop(topic, (registration) => registration.handler === handler)) continue;
      throw new StateError({ owner: `off(${topic.name})`, expected: 'a handler that is registered for the event', got: handler });
    }
  }

  hasHandler(handler: AnyHandler, event?: EventReference): boolean {
    const topics = event === undefined ? [...this.#topics.values()] : eventsIn(event).map((each) => this.topic(each));
    return topics.some((topic) => topic.registrations.some((registration) => registration.handler === handler));
  }

  removeAll(): void {
    for (const topic of this.#topics.values()) this.#drop(topic, () => true);
  }

  /** Tells the observer of all handlers and of each call, until the handle is removed. */
  observe(observer: HandlerObserver): RemovableEventHandle {
    checkObserver(observer);
    for (const { name, registrations } of this.#topics.values()) for (const { handler } of registrations) observer.registered?.(name, handler);
    this.#observers = [...this.#observers, observer];
    return new RemovableEventHandle(() => {
      this.#observers = this.#observers.filter((_, index, all) => index !== all.indexOf(observer));
    });
  }

  /** Calls the handlers; says whether one of them returned `true`. Returns a promise only if a handler did. */
  fire(topic: Topic, args: readonly unknown[] = NOTHING): MaybePromise<boolean> {
    this.lastEventName = topic.name;
    const { registrations } = topic;
    return registrations.length === 0 ? false : this.#walk(topic, registrations, args);
  }

  /** Fires an event of the user's; during a run it is the last one that fired only while its handlers run. */
  fireByHand(event: string | EngineEvent, args: readonly unknown[], isRunning: () => boolean): MaybePromise<void> {
    const topic = this.topic(event);
    const before = this.lastEventName;
    const restore = (): void => {
      // Where nobody waited for the handlers, the run may have fired the next event already.
      if (isRunning() && this.lastEventName === topic.name) this.lastEventName = before;
    };
    const fired = this.fire(topic, args);
    if (typeof fired !== 'boolean') return fired.then(restore);
    restore();
  }

  #walk(topic: Topic, registrations: readonly Registration[], args: readonly unknown[]): MaybePromise<boolean> {
    let handled = false;
    for (let index = 0; index < registrations.length; index++) {
      const result = this.#call(topic, registrations[index], args);
      if (result === true) handled = true;
      else if (isThenable(result)) return this.#walkAwaiting(result, index + 1, handled, topic, registrations, args);
    }
    return handled;
  }

  async #walkAwaiting(
    first: PromiseLike<unknown>,
    next: number,
    before: boolean,
    topic: Topic,
    registrations: readonly Registration[],
    args: readonly unknown[],
  ): Promise<boolean> {
    let handled = (await first) === true || before;
    for (let index = next; index < registrations.length; index++) {
      const result = this.#call(topic, registrations[index], args);
      if ((isThenable(result) ? await result : result) === true) handled = true;
    }
    return handled;
  }

  #call(topic: Topic, registration: Registration | undefined, args: readonly unknown[]): unknown {
    if (registration === undefined || !registration.live) return undefined;
    const engine = this.#engine;
    if (registration.filter !== undefined && !registration.filter(engine, readCounter(engine.state, topic.counter))) return undefined;
    if (registration.once) this.#drop(topic, (each) => each === registration);
    if (this.#observers.length > 0) {
      return callObserved(this.#observers, topic.name, registration.handler, () => registration.call(engine, ...args, ...registration.args));
    }
    if (args.length === 0 && registration.args.length === 0) return registration.call(engine);
    return registration.call(engine, ...args, ...registration.args);
  }

  #drop(topic: Topic, matches: (registration: Registration) => boolean): boolean {
    const dropped = this.#listeners(topic).filter((listener) => matches(listener.registration));
    for (const listener of dropped) {
      listener.registration.live = false;
      this.#emitter.off(topic.name, listener);
    }
    if (dropped.length > 0) this.#refresh(topic);
    return dropped.length > 0;
  }

  #refresh(topic: Topic): void {
    topic.registrations = this.#listeners(topic).map((listener) => listener.registration);
  }

  #listeners(topic: Topic): Listener[] {
    return this.#emitter.listeners(topic.name) as Listener[]; // `add` puts nothing else in
  }
}

function eventsIn(event: EventReference): readonly (string | EngineEvent)[] {
  if (event instanceof EventList) return event.events;
  if (event instanceof EngineEventClass || typeof event === 'string') return [event];
  throw new OptionError({ owner: 'event', expected: 'a value of Events or defineEvent(), or the name of an event', got: event });
}

function readCounter(state: State, counter: string | undefined): number {
  if (counter === 'iteration') return state.iteration;
  if (counter === 'epoch') return state.epoch;
  const count: unknown = counter === undefined ? undefined : state.attributes[counter];
  if (typeof count === 'number') return count;
  throw new StateError({ owner: `state.attributes.${String(counter)}`, expected: 'a number, since events count by it', got: count });
}
