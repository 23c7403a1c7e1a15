import type { Clock } from '../../contracts';
import type { AnyEngine, HandlerObserver, State } from '../../engine';
import { Events, RemovableEventHandle } from '../../engine';
import { StateError } from '../../errors';
import { handlerName } from './handler-name';

/** The events of a run that is not disturbed: those between which its time is spent. */
export const RUN_EVENTS = [
  'STARTED', 'EPOCH_STARTED', 'GET_BATCH_STARTED', 'GET_BATCH_COMPLETED', 'ITERATION_STARTED', 'ITERATION_COMPLETED', 'EPOCH_COMPLETED', 'COMPLETED',
] as const;

export type RunEvent = (typeof RUN_EVENTS)[number];

const NOWHERE = { epoch: 0, iteration: 0 };

/** The times of one handler at one event. */
export interface HandlerTimes {
  readonly name: string;
  readonly eventName: string;
  /** Seconds of each call. */
  seconds: number[];
}

/**
 * Measures where the time of an engine's run goes: in the step, in the data, in each handler.
 *
 * It observes the handlers, and has one of its own at each of {@link RUN_EVENTS}, so that each of them shows even where there is no other: the step lasts
 * from the end of the last handler of ITERATION_STARTED to the begin of the first one of ITERATION_COMPLETED, a fetch likewise.
 */
export class RunTimes implements HandlerObserver {
  /** Seconds of the step by iteration. */
  readonly processing = new Map<number, number>();
  /** Seconds until there was a batch by iteration. */
  readonly dataflow = new Map<number, number>();
  /** The epoch of each iteration. */
  readonly epochs = new Map<number, number>();
  readonly #owner: string;
  readonly #clock: Clock;
  /** Seconds in handlers of an event, by the epoch or iteration that it fired in. */
  readonly #events = new Map<RunEvent, Map<number, number>>();
  readonly #handlers = new Map<string, Map<object, HandlerTimes>>();
  readonly #own = (): void => undefined;
  /** Where the attached engine stands. */
  #position: Pick<State, 'epoch' | 'iteration'> | undefined;
  /** The run has come past STARTED, so that the next STARTED is another run's. */
  #isUnderWay = false;
  #fetchingSince: number | undefined;
  #steppingSince: number | undefined;

  constructor(owner: string, clock: Clock | undefined) {
    this.#owner = owner;
    this.#clock = clock ?? performance;
  }

  /** Seconds in handlers of an event, for each time that it fired. */
  eventTimes(event: RunEvent): readonly number[] {
    return [...(this.#events.get(event)?.values() ?? [])];
  }

  /** Seconds in handlers of an event as it fired for an iteration, or for the epoch or the run of that. */
  eventTime(event: RunEvent, epoch: number, iteration: number): number | undefined {
    return this.#events.get(event)?.get(firingOf(event, epoch, iteration));
  }

  /** The handlers that were ever registered or called, by event. */
  handlers(): readonly HandlerTimes[] {
    return [...this.#handlers.values()].flatMap((byHandler) => [...byHandler.values()]);
  }

  /** Measures one engine until the handle is removed; each run begins with nothing. */
  attach(engine: AnyEngine): RemovableEventHandle {
    if (this.#position !== undefined) {
      throw new StateError({ owner: `${this.#owner}.attach`, expected: 'a profiler that is not attached', mend: 'Remove its handle first, or make one for each engine.' });
    }
    this.#position = engine.state;
    this.#handlers.clear();
    this.#clear();
    const handles = [engine.observeHandlers(this), ...RUN_EVENTS.map((name) => engine.on(Events[name], this.#own))];
    return new RemovableEventHandle(() => {
      this.#position = this.#fetchingSince = this.#steppingSince = undefined;
      handles.forEach((handle) => handle.remove());
    });
  }

  registered(eventName: string, handler: object): void {
    if (handler !== this.#own) this.#timesOf(eventName, handler);
  }

  called(eventName: string, handler: object): () => void {
    const event = RUN_EVENTS.find((each) => each === eventName);
    if (event !== undefined) this.#begin(event);
    const times = handler === this.#own ? undefined : this.#timesOf(eventName, handler);
    const startedAt = this.#seconds();
    return () => {
      const endedAt = this.#seconds();
      times?.seconds.push(endedAt - startedAt);
      if (event !== undefined) this.#end(event, endedAt, times === undefined ? 0 : endedAt - startedAt);
    };
  }

  /** A handler of an event is about to be called: what lasted until now is over. */
  #begin(event: RunEvent): void {
    if (event !== 'STARTED') this.#isUnderWay = true;
    else if (this.#isUnderWay) this.#clear();
    const { iteration, epoch } = this.#position ?? NOWHERE;
    if (event === 'GET_BATCH_COMPLETED' && this.#fetchingSince !== undefined) {
      this.dataflow.set(iteration + 1, this.#seconds() - this.#fetchingSince);
      this.#fetchingSince = undefined;
    }
    if (event === 'ITERATION_COMPLETED' && this.#steppingSince !== undefined) {
      this.processing.set(iteration, this.#seconds() - this.#steppingSince);
      this.epochs.set(iteration, epoch);
      this.#steppingSince = undefined;
    }
  }

  /** A handler of an event is done: what comes after the last one begins now. */
  #end(event: RunEvent, endedAt: number, seconds: number): void {
    if (event === 'GET_BATCH_STARTED') this.#fetchingSince = endedAt;
    if (event === 'ITERATION_STARTED') this.#steppingSince = endedAt;
    const { iteration, epoch } = this.#position ?? NOWHERE;
    // A batch is fetched for the iteration to come.
    const firing = firingOf(event, epoch, event.startsWith('GET_BATCH') ? iteration + 1 : iteration);
    const times = this.#events.get(event) ?? new Map<number, number>();
    this.#events.set(event, times.set(firing, (times.get(firing) ?? 0) + seconds));
  }

  #timesOf(eventName: string, handler: object): HandlerTimes {
    const byHandler = this.#handlers.get(eventName) ?? new Map<object, HandlerTimes>();
    this.#handlers.set(eventName, byHandler);
    const times = byHandler.get(handler) ?? { name: handlerName(handler), eventName, seconds: [] };
    byHandler.set(handler, times);
    return times;
  }

  #clear(): void {
    this.#isUnderWay = false;
    this.#fetchingSince = this.#steppingSince = undefined;
    for (const times of [this.processing, this.dataflow, this.epochs, ...this.#events.values()]) times.clear();
    for (const times of this.handlers()) times.seconds = [];
  }

  #seconds(): number {
    return this.#clock.now() / 1000;
  }
}

/** What tells the firings of an event in one run apart. */
function firingOf(event: RunEvent, epoch: number, iteration: number): number {
  if (event === 'STARTED' || event === 'COMPLETED') return 0;
  return event.startsWith('EPOCH') ? epoch : iteration;
}
