/** What handlers and steps ask of a run. Looked at after each event that may stop it. */
export class Control {
  /** Whether anything was asked: the one flag that the hot path reads. */
  pending = false;
  terminate = false;
  skipCompleted = false;
  terminateEpoch = false;
  skipEpochCompleted = false;
  interrupt = false;

  requestTerminate(skipCompleted: boolean): void {
    this.terminate = this.pending = true;
    this.skipCompleted = skipCompleted;
  }

  requestTerminateEpoch(skipEpochCompleted: boolean): void {
    this.terminateEpoch = this.pending = true;
    this.skipEpochCompleted = skipEpochCompleted;
  }

  requestInterrupt(): void {
    this.interrupt = this.pending = true;
  }

  endEpochRequest(): void {
    this.terminateEpoch = this.skipEpochCompleted = false;
    this.#update();
  }

  endInterrupt(): void {
    this.interrupt = false;
    this.#update();
  }

  reset(): void {
    this.pending = this.terminate = this.skipCompleted = this.terminateEpoch = this.skipEpochCompleted = this.interrupt = false;
  }

  #update(): void {
    this.pending = this.terminate || this.terminateEpoch || this.interrupt;
  }
}

/** Calls `stop` when the signal aborts; returns what ends that. */
export function onAbort(signal: AbortSignal | undefined, stop: () => void): () => void {
  signal?.addEventListener('abort', stop);
  return () => signal?.removeEventListener('abort', stop);
}
