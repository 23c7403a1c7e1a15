import type { Schedule } from '../../../src/handlers';

/** Timers that run when a test says so. */
export function manualTimers(): { schedule: Schedule; readonly delays: readonly number[]; run(): Promise<void> } {
  let pending: { callback: () => void; milliseconds: number }[] = [];
  return {
    schedule: (callback, milliseconds) => {
      const timer = { callback, milliseconds };
      pending.push(timer);
      return () => void (pending = pending.filter((one) => one !== timer));
    },
    /** How long those that are set would wait. */
    get delays() {
      return pending.map(({ milliseconds }) => milliseconds);
    },
    /** Runs all that are set now, and lets what they began settle. */
    async run() {
      const due = pending;
      pending = [];
      for (const { callback } of due) callback();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
