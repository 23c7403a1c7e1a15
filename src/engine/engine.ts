import type { Clock, Logger, StateDict, StateTree } from '../contracts';
import { OptionError, StateError } from '../errors';
import type { MaybePromise } from '../internal';
import { BatchFeed } from './batch-feed';
import { Control, onAbort } from './control';
import type { DataSource } from './data-source';
import { checkData, sourceLength } from './data-source';
import { requireData, skipUsedBatches } from './deterministic';
import type { EventReference } from './dispatcher';
import { Dispatcher } from './dispatcher';
import type { EngineOptions } from './engine-options';
import { parseEngineOptions } from './engine-options';
import { readState, saveState } from './engine-state-dict';
import type { EngineView } from './engine-view';
import { EventLoopTurn } from './event-loop-turn';
import type { EngineEvent, EventArguments, EventList, EventName } from './events';
import { asEvent } from './events';
import type { AnyHandler, Handler } from './handler';
import type { HandlerObserver } from './handler-observer';
import { Ownership } from './ownership';
import type { RemovableEventHandle } from './removable-event-handle';
import { RunLoop } from './run-loop';
import type { RunOptions, RunPlan } from './run-rules';
import { parseRunOptions, planRun } from './run-rules';
import { State } from './state';

/** What an engine does with each batch. */
export type Step<Batch, Output> = {
  // A method, so that any engine is an `AnyEngine`; `Engine<Batch>`, so that `Output` is inferred from what the step returns.
  step(engine: Engine<Batch>, batch: Batch): Output | PromiseLike<Output>;
}['step'];

/** Any engine: what handlers and metrics take that do not care what it runs on. */
export type AnyEngine = Engine;

/**
 * Runs a step over data and tells its handlers about it.
 *
 * The order of events and the rules of run, resume and stop are in `docs/lifecycle.md`.
 *
 * @example
 * ```ts
 * import { Engine, Events } from 'tfjs-ignite';
 *
 * const engine = new Engine((_, batch: number) => batch * 2);
 * let sum = 0;
 * engine.on(Events.ITERATION_COMPLETED, ({ state }) => (sum += state.output ?? 0));
 * const state = await engine.run([1, 2, 3], { maxEpochs: 2 });
 * sum; // => 24
 * state.iteration; // => 6
 * ```
 */
export class Engine<Batch = unknown, Output = unknown, Metrics extends Record<string, unknown> = Record<string, unknown>> implements EngineView, StateDict {
  readonly state = new State<Batch, Output, Metrics>();
  /** Keys of `state.attributes` that the state dict carries. */
  readonly stateDictUserKeys = new Set<string>();
  readonly #control = new Control();
  readonly #dispatcher = new Dispatcher(this);
  readonly #feed = new BatchFeed();
  readonly #ownership: Ownership;
  readonly #clock: Clock;
  readonly #logger: Pick<Logger, 'warn'>;
  readonly #seed: number | undefined;
  readonly #step: (batch: unknown) => unknown;
  #loop: RunLoop | undefined;
  #running = false;
  /** What the caller said of the batches of the data; without a word the data decides. */
  #ownsBatches: boolean | undefined;
  /** The next run begins its first epoch from the first iteration, wherever the last one broke off. */
  #brokeOff = false;

  constructor(step: Step<Batch, Output>, options: EngineOptions = {}) {
    if (typeof step !== 'function') throw new OptionError({ owner: 'Engine.step', expected: 'a function (engine, batch) => output', got: step });
    const { clock, release, logger, seed } = parseEngineOptions(options);
    this.#clock = clock;
    this.#logger = logger;
    this.#ownership = new Ownership(release);
    this.state.seed = (this.#seed = seed) ?? null;
    // The feed yields what the data of `run` yields, which is typed.
    this.#step = (batch) => step(this, batch as Batch);
  }

  /** Name of the event that fired last; `null` before any did. An event fired by hand during a run takes its place only while its handlers run. */
  get lastEventName(): string | null {
    return this.#dispatcher.lastEventName;
  }

  /** Whether the run is asked to stop. */
  get shouldTerminate(): boolean {
    return this.#control.terminate;
  }

  /**
   * Registers a handler for an event, with arguments for it after those of the event. Handlers run in the order of registration.
   *
   * @throws OptionError for an unknown event, a filter on an event that is not counted, or what is no handler
   */
  on<Args extends readonly unknown[], Rest extends readonly unknown[]>(
    event: EngineEvent<Args> | EventList<Args>,
    handler: Handler<Engine<Batch, Output, Metrics>, [...Args, ...Rest]>,
    ...args: Rest
  ): RemovableEventHandle;
  on<Name extends EventName, Rest extends readonly unknown[]>(
    event: Name,
    handler: Handler<Engine<Batch, Output, Metrics>, [...EventArguments[Name], ...Rest]>,
    ...args: Rest
  ): RemovableEventHandle;
  on(event: EventReference, handler: AnyHandler, ...args: readonly unknown[]): RemovableEventHandle {
    return this.#dispatcher.add(event, handler, args, false);
  }

  /** Registers a handler that runs once: the first time that the event passes its filter. */
  once<Args extends readonly unknown[], Rest extends readonly unknown[]>(
    event: EngineEvent<Args> | EventList<Args>,
    handler: Handler<Engine<Batch, Output, Metrics>, [...Args, ...Rest]>,
    ...args: Rest
  ): RemovableEventHandle;
  once<Name extends EventName, Rest extends readonly unknown[]>(
    event: Name,
    handler: Handler<Engine<Batch, Output, Metrics>, [...EventArguments[Name], ...Rest]>,
    ...args: Rest
  ): RemovableEventHandle;
  once(event: EventReference, handler: AnyHandler, ...args: readonly unknown[]): RemovableEventHandle {
    return this.#dispatcher.add(event, handler, args, true);
  }

  /** Removes every registration of a handler at an event, filtered or not; an error when there is none. */
  off(event: EngineEvent | EventList | EventName, handler: AnyHandler): void {
    this.#dispatcher.remove(event, handler);
  }

  /** Whether a handler is registered, for an event or for any. */
  hasEventHandler(handler: AnyHandler, event?: EngineEvent | EventList | EventName): boolean {
    return this.#dispatcher.hasHandler(handler, event);
  }

  /** Lets an observer watch the handlers at work, until the handle is removed. Nothing is slower where nobody watches. */
  observeHandlers(observer: HandlerObserver): RemovableEventHandle {
    return this.#dispatcher.observe(observer);
  }

  /** Makes events known by value, or by name where they take no arguments and are not counted. */
  registerEvents(...events: readonly (EngineEvent | string)[]): void {
    for (const event of events) this.#dispatcher.register(asEvent(event));
  }

  /** Whether this engine knows an event. */
  hasRegisteredEvent(event: EngineEvent | string): boolean {
    return this.#dispatcher.has(event);
  }

  /** Calls the handlers of an event. Returns a promise only if one of them did. */
  fireEvent<Args extends readonly unknown[]>(event: EngineEvent<Args>, ...args: Args): MaybePromise<void>;
  fireEvent<Name extends EventName>(event: Name, ...args: EventArguments[Name]): MaybePromise<void>;
  fireEvent(event: EngineEvent | string, ...args: readonly unknown[]): MaybePromise<void> {
    return this.#dispatcher.fireByHand(event, args, () => this.#running);
  }

  /** Ends the run after the handlers of the current event: TERMINATE fires, then COMPLETED unless it is to be skipped. */
  terminate({ skipCompleted = false }: { skipCompleted?: boolean } = {}): void {
    this.#control.requestTerminate(skipCompleted);
  }

  /** Ends the epoch after the handlers of the current event; the next one begins with a new pass over the data. */
  terminateEpoch({ skipEpochCompleted = false }: { skipEpochCompleted?: boolean } = {}): void {
    this.#control.requestTerminateEpoch(skipEpochCompleted);
  }

  /** Pauses the run after the handlers of the current event: INTERRUPT fires and `run` resolves. The next `run` goes on exactly there. */
  interrupt(): void {
    this.#control.requestInterrupt();
  }

  /** Replaces the data from the next batch on. The epoch's length stays. */
  setData(data: DataSource<Batch>, { ownsBatches }: Pick<RunOptions, 'ownsBatches'> = {}): void {
    this.state.dataloader = checkData('setData', data);
    this.#ownsBatches = ownsBatches;
    this.#reopen();
  }

  /**
   * Runs the step over the data until the limits are reached or something stops it, and resolves to the state.
   *
   * A first run, and one after a finished run, begins anew; otherwise it goes on from the state.
   *
   * @param data what to iterate over; without it `epochLength` is needed and batches are `null`
   * @throws OptionError, StateError or DataError when data and options do not fit each other or the state; else what a step, handler or data source threw
   */
  async run(data?: DataSource<Batch> | null, options: RunOptions = {}): Promise<State<Batch, Output, Metrics>> {
    this.#refuseRunning('run');
    const parsed = parseRunOptions(options);
    const source = data == null ? null : checkData('run.data', data);
    const paused = this.#loop !== undefined;
    const plan = planRun(this.state, { options: parsed, hasData: source !== null, dataLength: sourceLength(source), paused });

    this.#running = true;
    const unlisten = onAbort(parsed.signal, () => this.terminate());
    try {
      if (plan.anew && paused) this.#abandon();
      this.#apply(plan, source, parsed.ownsBatches);
      if (parsed.signal?.aborted === true) this.terminate();
      this.#loop ??= this.#newLoop();
      const end = await this.#loop.proceed();
      if (end === 'dry') this.#brokeOff = true;
      if (end !== 'paused') this.#loop = undefined;
    } catch (error) {
      this.#loop = undefined;
      this.#brokeOff = true;
      throw error;
    } finally {
      unlisten();
      this.#running = false;
    }
    return this.state;
  }

  /** Where the engine stands, in completed iterations: `epochLength`, `iteration`, the limit in force, and the user's keys. */
  stateDict(): StateTree {
    return saveState(this.state, this.stateDictUserKeys, this.#seed !== undefined);
  }

  /**
   * Takes over a position; the next `run` goes on from it. A paused run stays paused, and goes on with the new counters.
   *
   * `iteration` or `epoch` says how much is completed, `maxEpochs` or `maxIters` how far to go, `epochLength` relates the two.
   *
   * @throws CheckpointError when a key is missing, doubled or out of range; the engine is then as it was
   */
  loadStateDict(tree: StateTree): void {
    this.#refuseRunning('loadStateDict');
    const { attributes, seed, ...position } = readState(tree, this.stateDictUserKeys);
    Object.assign(this.state, position);
    Object.assign(this.state.attributes, attributes);
    if (this.#seed !== undefined && seed !== undefined) this.state.seed = seed;
    if (this.#loop !== undefined) return;
    this.#brokeOff = false;
    this.#control.reset();
  }

  /** Releases the last output and what a paused run holds, and removes all handlers. */
  async dispose(): Promise<void> {
    this.#refuseRunning('dispose');
    this.#abandon();
    this.#ownership.releaseOutput(this.state.output);
    this.state.output = this.state.batch = null;
    this.#dispatcher.removeAll();
    await this.#feed.close();
  }

  #refuseRunning(owner: string): void {
    if (this.#running) throw new StateError({ owner, expected: 'an engine that is not running', mend: 'Await its run, or use an engine of its own.' });
  }

  #apply({ anew, ...limits }: RunPlan, source: DataSource<Batch> | null, ownsBatches: boolean | undefined): void {
    const { state } = this;
    Object.assign(state, limits);
    if (anew) state.iteration = state.epoch = 0;
    // A pass that is under way goes on; so does the data of a run that was paused before its first batch.
    if (!this.#feed.isOpen && (source !== null || this.#loop === undefined)) {
      state.dataloader = source;
      this.#ownsBatches = ownsBatches;
    }
    if (this.#loop !== undefined) return;
    this.#brokeOff ||= this.#control.terminate;
    this.#control.reset();
  }

  #newLoop(): RunLoop {
    return new RunLoop({
      state: this.state, control: this.#control, dispatcher: this.#dispatcher, feed: this.#feed, ownership: this.#ownership, step: this.#step,
      clock: this.#clock, turn: new EventLoopTurn(this.#clock), logger: this.#logger, begin: () => this.#begin(), reopen: () => this.#reopen(),
    });
  }

  /** Begins the first pass of a run and says how many iterations of the epoch are done already. */
  #begin(): MaybePromise<number> {
    const { iteration, epochLength } = this.state;
    const done = this.#brokeOff ? 0 : epochLength === null ? iteration : iteration % epochLength;
    this.#brokeOff = false;
    if (this.#seed !== undefined) requireData(this.state.dataloader !== null);
    this.#reopen();
    if (this.#seed === undefined) return done;
    return skipUsedBatches(this.state, this.#feed, this.#ownership, () => this.#reopen()).then(() => done);
  }

  #reopen(): void {
    this.#feed.open(this.state.dataloader, this.#ownsBatches);
  }

  /** Gives up a paused run and the pass over the data. */
  #abandon(): void {
    this.#loop = undefined;
    this.#ownership.releaseBatch();
    this.#feed.abandon();
  }
}
