import type { StateValue } from '../contracts';
import type { DataSource } from './data-source';

/** Seconds that the running or last epoch and run took; `null` before the first run, 0 while nothing is measured yet. */
export interface Times {
  EPOCH_COMPLETED: number | null;
  COMPLETED: number | null;
}

/**
 * Where an engine stands. Handlers may read everything and write what a rule in `docs/lifecycle.md` names.
 *
 * `batch` and `output` are `null` before the first iteration and between fetching a batch and the step's return.
 */
export class State<Batch = unknown, Output = unknown, Metrics extends Record<string, unknown> = Record<string, unknown>> {
  /** Number of the running epoch, from 1; after the run that of the last one. */
  epoch = 0;
  /** Number of the running iteration over all epochs, from 1. */
  iteration = 0;
  /** Iterations in an epoch; `null` while a source without a length has not run dry. */
  epochLength: number | null = null;
  maxEpochs: number | null = null;
  maxIters: number | null = null;
  /** What the step gets; a handler of ITERATION_STARTED may replace it. */
  batch: Batch | null = null;
  /** What the step returned last. */
  output: Output | null = null;
  /** Values by metric name; never cleared between runs. */
  readonly metrics: Metrics;
  /** What `run` iterates over; assigned by a handler of DATALOADER_STOP_ITERATION it is what goes on. */
  dataloader: DataSource<Batch> | null = null;
  /** Seed of a deterministic run. */
  seed: number | null = null;
  readonly times: Times = { EPOCH_COMPLETED: null, COMPLETED: null };
  /** The user's own values: counters of custom events, and whatever a state dict should carry. */
  readonly attributes: Record<string, StateValue> = {};

  constructor() {
    // Metrics fill it; the type parameter says what will be there once they are attached.
    this.metrics = {} as Metrics;
  }

  /** Adds to a numeric attribute, which starts at 0, and returns the new value: how a custom event's counter moves on. */
  increment(attribute: string, by = 1): number {
    const value = (this.attributes[attribute] ?? 0) as number; // a counter holds numbers; arithmetic on anything else shows as NaN
    return (this.attributes[attribute] = value + by);
  }
}

/** Whether the limits say that there is nothing left to run. */
export function isDone(state: Pick<State, 'epoch' | 'iteration' | 'epochLength' | 'maxEpochs' | 'maxIters'>): boolean {
  const { epoch, iteration, epochLength, maxEpochs, maxIters } = state;
  if (maxIters !== null && iteration >= maxIters) return true;
  if (maxEpochs === null) return false;
  return epoch >= maxEpochs || (epochLength !== null && iteration >= epochLength * maxEpochs);
}
