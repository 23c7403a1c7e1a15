/** Exit code of a program that Ctrl-C ended: 128 + SIGINT. */
export const INTERRUPTED_EXIT_CODE = 130;

export interface InterruptOptions {
  /** Told once, at the first Ctrl-C. */
  readonly onInterrupt?: () => void;
  /** Where the signals come from; the running process by default. */
  readonly source?: NodeJS.EventEmitter;
  /** Ends the program at the second Ctrl-C; `process.exit` by default. */
  readonly exit?: (code: number) => void;
}

/**
 * An `AbortSignal` that Ctrl-C (SIGINT) or SIGTERM aborts, so that a run can finish its step and save before it ends.
 * A second Ctrl-C ends the program at once, with exit code 130.
 *
 * @returns the signal, and `dispose` to stop listening
 *
 * @example
 * ```ts
 * import { interruptSignal } from 'tfjs-ignite/node';
 *
 * const { signal, dispose } = interruptSignal({ onInterrupt: () => console.log('Stopping after this step…') });
 * signal.aborted; // => false
 * dispose();
 * ```
 */
export function interruptSignal(options: InterruptOptions = {}): { signal: AbortSignal; dispose: () => void } {
  const { onInterrupt, source = process, exit = (code: number) => process.exit(code) } = options;
  const controller = new AbortController();
  const listener = (): void => {
    if (controller.signal.aborted) {
      exit(INTERRUPTED_EXIT_CODE);
      return;
    }
    controller.abort();
    onInterrupt?.();
  };
  source.on('SIGINT', listener);
  source.on('SIGTERM', listener);
  return {
    signal: controller.signal,
    dispose: () => {
      source.off('SIGINT', listener);
      source.off('SIGTERM', listener);
    },
  };
}
