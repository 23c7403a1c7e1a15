import type { Clock, Logger } from '../contracts';
import { StateError } from '../errors';
import type { MaybePromise } from '../internal';
import { isThenable } from '../internal';
import type { BatchFeed } from './batch-feed';
import type { Control } from './control';
import type { Dispatcher, Topic } from './dispatcher';
import type { EventLoopTurn } from './event-loop-turn';
import type { EventName } from './events';
import { Events } from './events';
import type { Ownership } from './ownership';
import type { State } from './state';
import { isDone } from './state';

/** What the loop works with; all of it belongs to the engine. */
export interface RunParts {
  readonly state: State;
  readonly control: Control;
  readonly dispatcher: Dispatcher;
  readonly feed: BatchFeed;
  readonly ownership: Ownership;
  readonly step: (batch: unknown) => unknown;
  readonly clock: Clock;
  readonly turn: EventLoopTurn;
  readonly logger: Pick<Logger, 'warn'>;
  /** Begins the first pass over the data and says how many iterations of the epoch are done already. */
  readonly begin: () => MaybePromise<number>;
  /** Begins another pass. */
  readonly reopen: () => void;
}

/** What became of an event that may stop the run. */
type Verdict = 'goOn' | 'terminate' | 'terminateEpoch';
/** How an epoch ended; `dry`: the data will never give anything any more. */
type EpochEnd = 'complete' | 'terminate' | 'dry';
/** Why `proceed` resolved: the run is over, over for want of data, or waits to go on. */
export type RunEnd = 'ended' | 'dry' | 'paused';

type Topics = { readonly [Name in EventName]: Topic };

/**
 * The loop over epochs and iterations: the only one there is.
 *
 * It awaits only what is a promise. Paused, it stays suspended in `#pause` until `proceed` is called again.
 */
export class RunLoop {
  readonly #parts: RunParts;
  readonly #on: Topics;
  /** Iterations done in the running epoch. */
  #done = 0;
  #began = false;
  #waiting: { resolve(end: RunEnd): void; reject(error: unknown): void } | undefined;
  #wake: (() => void) | undefined;
  /** EXCEPTION_RAISED has fired for the error that is on its way out. */
  #reported = false;

  constructor(parts: RunParts) {
    this.#parts = parts;
    const topics = Object.values(Events).map((event) => [event.name, parts.dispatcher.topic(event)] as const);
    this.#on = Object.fromEntries(topics) as Topics; // fromEntries forgets the keys' type
  }

  /** Begins, or goes on where it was paused. */
  proceed(): Promise<RunEnd> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      if (this.#began) this.#wake?.();
      else this.#run().then((end) => this.#waiting?.resolve(end), (error: unknown) => this.#waiting?.reject(error));
      this.#began = true;
    });
  }

  async #run(): Promise<RunEnd> {
    const { state, control, feed, ownership } = this.#parts;
    const began = this.#seconds();
    state.times.EPOCH_COMPLETED = state.times.COMPLETED = 0;
    try {
      const end = await this.#epochs();
      if (end === 'terminate') await this.#fire('TERMINATE');
      state.times.COMPLETED = this.#seconds() - began;
      if (!(control.terminate && control.skipCompleted)) await this.#fire('COMPLETED');
      state.times.COMPLETED = this.#seconds() - began;
      ownership.releaseBatch();
      await feed.close();
      return end === 'dry' ? 'dry' : 'ended';
    } catch (error) {
      ownership.releaseBatch();
      try {
        if (this.#reported) throw error;
        await this.#report(error);
        return 'ended';
      } finally {
        // The error that ended the run is the one to tell, not what the data says to its early end.
        await feed.close().catch(() => undefined);
      }
    }
  }

  async #epochs(): Promise<EpochEnd> {
    const { state, control, feed } = this.#parts;
    await this.#fire('STARTED');
    if (control.pending && (await this.#obeyOutsideIterations()) === 'terminate') return 'terminate';
    while (!isDone(state) && !control.terminate) {
      state.epoch++;
      const began = this.#seconds();
      await this.#fire('EPOCH_STARTED');
      if (control.pending && (await this.#obeyOutsideIterations()) === 'terminate') return 'terminate';
      this.#done = feed.isOpen ? 0 : await this.#parts.begin();
      const end = await this.#epoch();
      if (end === 'terminate') return 'terminate';
      state.times.EPOCH_COMPLETED = this.#seconds() - began;
      if (!control.skipEpochCompleted) await this.#fire('EPOCH_COMPLETED');
      state.times.EPOCH_COMPLETED = this.#seconds() - began;
      // Asked for in EPOCH_COMPLETED it has nothing left to end.
      control.endEpochRequest();
      if (control.pending && (await this.#obey()) === 'terminate') return 'terminate';
      if (end === 'dry') return 'dry';
    }
    return 'complete';
  }

  async #epoch(): Promise<EpochEnd> {
    try {
      const end = await this.#iterations();
      if (end !== 'terminateEpoch') return end;
    } catch (error) {
      await this.#report(error);
      return 'complete';
    }
    await this.#fire('TERMINATE_SINGLE_EPOCH', [this.#done]);
    this.#parts.reopen();
    return 'complete';
  }

  async #iterations(): Promise<EpochEnd | 'terminateEpoch'> {
    const { state, control, dispatcher, feed, ownership, step, turn } = this.#parts;
    const on = this.#on;
    let fired: MaybePromise<boolean>;
    let verdict: Verdict;
    // Nothing was read yet from the pass that began when the last one ran dry.
    let restarted = false;
    for (;;) {
      ownership.releaseBatch();
      state.batch = null;
      if (!restarted && state.dataloader !== null) {
        fired = dispatcher.fire(on.GET_BATCH_STARTED);
        if (typeof fired === 'object') await fired;
        if (control.pending && (verdict = await this.#obey()) !== 'goOn') return verdict;
      }
      let item = feed.next();
      if (isThenable(item)) item = await item;
      if (item.done === true) {
        const end = await this.#ranDry(restarted);
        if (end !== 'goOn') return end;
        restarted = true;
        continue;
      }
      restarted = false;
      const batch = item.value;
      if (feed.ownsBatches) ownership.takeBatch(batch);
      state.batch = batch;
      ownership.releaseOutput(state.output);
      state.output = null;
      if (state.dataloader !== null) {
        fired = dispatcher.fire(on.GET_BATCH_COMPLETED);
        if (typeof fired === 'object') await fired;
        if (control.pending && (verdict = await this.#obey()) !== 'goOn') return verdict;
      }
      this.#done++;
      state.iteration++;
      fired = dispatcher.fire(on.ITERATION_STARTED);
      if (typeof fired === 'object') await fired;
      if (control.pending && (verdict = await this.#obey()) !== 'goOn') return verdict;

      let output = step(state.batch);
      if (isThenable(output)) output = await output;
      ownership.takeOutput(output, batch, state.batch);
      state.output = output;
      fired = dispatcher.fire(on.ITERATION_COMPLETED);
      if (typeof fired === 'object') await fired;
      if (ownership.holdsBatch) {
        ownership.releaseBatch();
        state.batch = null;
      }
      if (turn.isDue()) await turn.take();
      if (control.pending && (verdict = await this.#obey()) !== 'goOn') return verdict;
      // Not `===`: a handler may have lowered either.
      if (state.epochLength !== null && this.#done >= state.epochLength) return 'complete';
      if (state.maxIters !== null && state.iteration >= state.maxIters) {
        control.requestTerminate(false);
        return 'terminate';
      }
    }
  }

  /** The pass gave nothing more: it defines an unknown epoch length, else it begins again, unless it just did. */
  async #ranDry(restarted: boolean): Promise<EpochEnd | Verdict> {
    const { state, control, feed, logger } = this.#parts;
    if (state.epochLength === null) {
      state.epochLength = this.#done;
      return 'complete';
    }
    if (restarted) {
      if (!isDone(state)) logger.warn(outOfData(state));
      // Data that can be iterated again may have something in the next epoch, but iterations alone would never come to an end.
      return feed.isOneShot || state.maxIters !== null ? 'dry' : 'complete';
    }
    await this.#fire('DATALOADER_STOP_ITERATION');
    if (control.pending) {
      const verdict = await this.#obey();
      if (verdict !== 'goOn') return verdict;
    }
    this.#parts.reopen();
    return 'goOn';
  }

  /** Does what was asked of the run: says that it is to stop, or pauses it. */
  async #obey(): Promise<Verdict> {
    const { control } = this.#parts;
    if (control.terminate) return 'terminate';
    if (control.terminateEpoch) return 'terminateEpoch';
    await this.#fire('INTERRUPT');
    control.endInterrupt();
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      this.#waiting?.resolve('paused');
    });
    return 'goOn';
  }

  async #obeyOutsideIterations(): Promise<Verdict> {
    const verdict = await this.#obey();
    if (verdict !== 'terminateEpoch') return verdict;
    throw new StateError({
      owner: 'terminateEpoch',
      expected: 'an epoch whose iterations have begun',
      got: this.#parts.dispatcher.lastEventName,
      mend: 'Call it from GET_BATCH_STARTED on, not in STARTED or EPOCH_STARTED.',
    });
  }

  /** Fires EXCEPTION_RAISED; throws unless a handler says that it has handled the error. */
  async #report(error: unknown): Promise<void> {
    let handled = false;
    try {
      // Without a handler the event does not count as fired.
      if (this.#on.EXCEPTION_RAISED.registrations.length > 0) handled = await this.#fire('EXCEPTION_RAISED', [error]);
    } catch (second) {
      this.#reported = true;
      throw withCause(second, error);
    }
    if (handled) return;
    this.#reported = true;
    throw error;
  }

  #fire(name: EventName, args?: readonly unknown[]): MaybePromise<boolean> {
    return this.#parts.dispatcher.fire(this.#on[name], args);
  }

  #seconds(): number {
    return this.#parts.clock.now() / 1000;
  }
}

function outOfData({ iteration, epochLength, maxEpochs, maxIters }: State): string {
  const total = maxIters ?? (epochLength ?? 0) * (maxEpochs ?? 0);
  return `run: the data gives no more batches, after ${iteration} of ${total} iterations. Pass data that can be iterated again, or assign state.dataloader in a handler of DATALOADER_STOP_ITERATION.`;
}

/** The error of a handler, with the one that it was called for as its cause, unless it has a cause already. */
function withCause(error: unknown, cause: unknown): unknown {
  if (error !== cause && error instanceof Error && error.cause === undefined && Object.isExtensible(error)) {
    Object.defineProperty(error, 'cause', { value: cause, configurable: true, writable: true });
  }
  return error;
}
