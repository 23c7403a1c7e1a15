import * as z from 'zod/mini';
import { OptionError } from '../errors';
import type { MaybePromise } from '../internal';
import { andThen, inTurn, parseOptions } from '../internal';
import type { NestedAccumulator } from './accumulators';
import { nestedMetrics } from './accumulators';
import type { AnyMetric, MetricValues } from './any-metric';
import { Metric } from './metric';
import { MetricCore } from './metric-core';
import type { MetricOptions } from './metric-options';
import { metricOptionShape } from './metric-options';

/** Options of `MetricGroup`. Each metric in it picks and unrolls by its own options. */
export type MetricGroupOptions = Omit<MetricOptions, 'skipUnrolling'>;

const { outputTransform, communicator, metricsResultMode } = metricOptionShape;
const schema = z.strictObject({ outputTransform, communicator, metricsResultMode });

/**
 * Several metrics as one, whose value is an object of their values.
 *
 * Attached, it writes each value under its own name and all of them under the group's (`metricsResultMode`). What the group's
 * `outputTransform` gives goes through that of each metric. The metrics belong to the group: attach none of them by itself.
 *
 * @throws OptionError from the constructor for what is not a record of metrics
 *
 * @example
 * ```ts
 * import { Accuracy, EpochMetric, MetricGroup } from 'tfjs-ignite';
 *
 * const positives = new EpochMetric((yPred) => yPred.data.reduce((sum, value) => sum + value, 0));
 * const group = new MetricGroup({ accuracy: new Accuracy(), positives });
 * group.update([Int32Array.of(1, 0, 1, 1), Int32Array.of(1, 1, 1, 1)]);
 * group.compute(); // => { accuracy: 0.75, positives: 3 }
 * ```
 */
export class MetricGroup<const Metrics extends Readonly<Record<string, AnyMetric>>> extends Metric<MetricValues<Metrics>, unknown, { metrics: NestedAccumulator }> {
  protected readonly accumulators: { metrics: NestedAccumulator };
  readonly #metrics: Metrics;

  constructor(metrics: Metrics, options: MetricGroupOptions = {}) {
    super({ owner: 'MetricGroup', keys: 'whole' }, { ...parseOptions('MetricGroup', schema, options), skipUnrolling: true });
    const stranger = Object.entries(metrics).find(([, metric]) => !(metric instanceof MetricCore));
    if (stranger !== undefined) throw new OptionError({ owner: `MetricGroup.metrics.${stranger[0]}`, expected: 'a metric', got: stranger[1] });
    this.#metrics = metrics;
    this.accumulators = { metrics: nestedMetrics(metrics) };
  }

  /** Hands the output to every metric, as an engine would. */
  update(output: unknown): MaybePromise<void> {
    return inTurn(Object.values(this.#metrics), (metric) => metric.observe(output));
  }

  protected evaluate(): MaybePromise<MetricValues<Metrics>> {
    const values: Record<string, unknown> = {};
    const computed = inTurn(Object.entries(this.#metrics), ([name, metric]) =>
      andThen(metric.compute(), (value) => {
        values[name] = value;
      }),
    );
    return andThen(computed, () => values as MetricValues<Metrics>); // one value for each metric, by its name
  }
}
