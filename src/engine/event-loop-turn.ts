import type { Clock } from '../contracts';

/** Milliseconds after which the event loop gets a turn: half of the promised 16, so that a step of 8 ms still keeps the promise. */
const PATIENCE = 8;

/**
 * Lets timers, input and sockets have their turn while a run goes on.
 *
 * Awaiting alone does not: promises that are already settled keep the microtask queue busy.
 */
export class EventLoopTurn {
  readonly #clock: Clock;
  readonly #take: () => Promise<void>;
  #last: number;

  constructor(clock: Clock, take: () => Promise<void> = takeTurn) {
    this.#clock = clock;
    this.#take = take;
    this.#last = clock.now();
  }

  /** Whether it is time for a turn. */
  isDue(): boolean {
    return this.#clock.now() - this.#last >= PATIENCE;
  }

  /** Waits until the event loop has gone round. */
  async take(): Promise<void> {
    await this.#take();
    this.#last = this.#clock.now();
  }
}

/** Resolves in a task of its own: `setImmediate` where there is one, else a message, which browsers do not delay as they do timers. */
export function takeTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') {
      setImmediate(resolve);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
