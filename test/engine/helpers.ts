import type { Clock } from '../../src/contracts';
import type { AnyEngine, EngineEvent } from '../../src/engine';
import { Events } from '../../src/engine';

/** A clock that stands still until told otherwise. */
export function manualClock(): Clock & { time: number } {
  const clock = { time: 0, now: () => clock.time };
  return clock;
}

/** Names of all events that fire, in order; EXCEPTION_RAISED is left alone unless asked for. */
export function recordEvents(engine: AnyEngine, withErrors = false): string[] {
  const fired: string[] = [];
  const events: readonly EngineEvent[] = Object.values(Events);
  for (const event of events) {
    if (event.name === 'EXCEPTION_RAISED' && !withErrors) continue;
    engine.on(event, () => void fired.push(event.name));
  }
  return fired;
}

/** A stand-in for a tensor: has its shape for `releaseTensors`, and knows whether it was disposed. */
export class FakeTensor {
  readonly dataId = {};
  isDisposed = false;
  disposals = 0;

  dispose(): void {
    this.isDisposed = true;
    this.disposals++;
  }
}

/** What a promise rejects with; fails when it does not. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('It did not reject.');
    },
    (error: unknown) => error,
  );
}
