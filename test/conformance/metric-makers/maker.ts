import type { AnyMetric } from '../../../src/metrics';

export type Options = Readonly<Record<string, unknown>>;

/** A metric as the files write it down. */
export interface MetricSpec {
  readonly metric: string;
  readonly options: Options;
}

/** How one of Ignite's metrics is made here, and whether its class axis may also be the second. */
export interface Maker {
  /** @param nested makes the metrics that stand in the options */
  make(options: never, nested: (spec: MetricSpec) => AnyMetric): AnyMetric;
  readonly takesLayout?: boolean;
}

/** Makers by Ignite's name. */
export type Makers = Readonly<Record<string, Maker>>;
