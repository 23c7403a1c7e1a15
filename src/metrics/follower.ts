import type { AnyEngine, RemovableEventHandle } from '../engine';
import { Events } from '../engine';
import { StateError } from '../errors';
import type { MaybePromise } from '../internal';
import type { Following } from './any-metric';

/** What a metric does at the events that it follows. */
export interface FollowerActions {
  /** A span (batch, epoch, run) begins; `underWay`: the engine resumed within it. */
  begin(underWay: boolean): void;
  /** An output of the engine is there. */
  observe(output: unknown): MaybePromise<void>;
  /** No engine is followed any longer. */
  end(): void;
}

interface Followed {
  readonly following: Following;
  readonly handles: readonly RemovableEventHandle[];
  users: number;
}

/**
 * Subscribes a metric to engines: once per engine, however many names and combinations need it, so that nothing is counted twice.
 */
export class Follower {
  readonly #owner: string;
  readonly #actions: FollowerActions;
  readonly #followed = new Map<AnyEngine, Followed>();

  constructor(owner: string, actions: FollowerActions) {
    this.#owner = owner;
    this.#actions = actions;
  }

  get isFollowing(): boolean {
    return this.#followed.size > 0;
  }

  /**
   * Follows an engine until the returned function is called as often as this one.
   *
   * @throws StateError when the engine is followed in another way already: one state cannot be reset at two kinds of events
   */
  follow(engine: AnyEngine, following: Following): () => void {
    const known = this.#followed.get(engine);
    if (known !== undefined && known.following !== following) {
      throw new StateError({
        owner: `${this.#owner}.attach`,
        expected: 'one usage for all its names on an engine',
        mend: 'Make a second metric for the second usage.',
      });
    }
    const followed = known ?? { following, handles: this.#subscribe(engine, following), users: 0 };
    followed.users++;
    this.#followed.set(engine, followed);
    let done = false;
    return () => {
      if (done) return;
      done = true;
      followed.users--;
      if (followed.users > 0) return;
      for (const handle of followed.handles) handle.remove();
      this.#followed.delete(engine);
      if (this.#followed.size === 0) this.#actions.end();
    };
  }

  #subscribe(engine: AnyEngine, { reset, update }: Following): RemovableEventHandle[] {
    const handles = [engine.on(update, () => this.#actions.observe(engine.state.output))];
    if (reset !== undefined) handles.unshift(engine.on(reset, () => this.#actions.begin(isUnderWay(engine, reset.name))));
    return handles;
  }
}

/**
 * Whether an engine stands within the span that an event begins: so it is when a saved run goes on, which fires STARTED and EPOCH_STARTED again.
 */
function isUnderWay(engine: AnyEngine, event: string): boolean {
  const { iteration, epochLength } = engine.state;
  if (event === Events.STARTED.name) return iteration > 0;
  return event === Events.EPOCH_STARTED.name && epochLength !== null && iteration % epochLength !== 0;
}
