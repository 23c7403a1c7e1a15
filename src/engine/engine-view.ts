import type { State } from './state';

/** What an event filter may see of the engine, and how it may stop it. */
export interface EngineView {
  readonly state: State;
  readonly lastEventName: string | null;
  terminate(options?: { skipCompleted?: boolean }): void;
  terminateEpoch(options?: { skipEpochCompleted?: boolean }): void;
  interrupt(): void;
}
