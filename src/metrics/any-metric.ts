import type { StateDict, StateTree } from '../contracts';
import type { AnyEngine } from '../engine';
import type { MaybePromise } from '../internal';
import type { Pending } from './accumulators/accumulator';
import type { MetricUsage, MetricUsageEvents, MetricUsageName } from './metric-usage';

/** What a metric is followed by: a usage, or updates alone where somebody else resets it. */
export type Following = Pick<MetricUsageEvents, 'update'> & Partial<Pick<MetricUsageEvents, 'reset'>>;

/** What every metric can do, whatever it measures. */
export interface AnyMetric<Value = unknown> extends StateDict {
  /** Forgets what it has seen. */
  reset(): void;
  /** Takes in what it measures, usually `[yPred, y]`. */
  update(output: unknown): MaybePromise<void>;
  /** Takes in an engine's output: through `outputTransform`, keys and unrolling to `update`. */
  observe(output: unknown): MaybePromise<void>;
  /** The value over what it has seen, over all ranks; leaves the state as it is. */
  compute(): MaybePromise<Value>;
  attach(engine: AnyEngine, name: string, usage?: MetricUsage | MetricUsageName): void;
  detach(engine: AnyEngine, usage?: MetricUsage | MetricUsageName): void;
  isAttached(engine: AnyEngine, usage?: MetricUsage | MetricUsageName): boolean;
  /** Gives up what it holds on the device and starts over. */
  dispose(): void;
  /** What it holds on the device, to be read together with what other metrics hold there. */
  pending(): readonly Pending[];
  /** The metrics that see outputs for this one: itself, unless it combines others. */
  parts(): readonly AnyMetric[];
  /** Subscribes reset and updates, once per engine however often it is asked; returns what ends it. */
  follow(engine: AnyEngine, following: Following): () => void;
  /** Checks a state and returns what takes it over, so that several metrics are loaded together or not at all. */
  prepareLoad(state: StateTree): () => void;
}

/**
 * The values of a record of metrics: `MetricValues<{ accuracy: Accuracy }>` is `{ accuracy: number }`.
 */
export type MetricValues<Metrics extends Readonly<Record<string, AnyMetric>>> = {
  -readonly [Name in keyof Metrics]: ValueOf<Metrics[Name]>;
};

/** The value of one metric. */
export type ValueOf<M> = M extends { compute(): infer Computed } ? Awaited<Computed> : never;
