import type { AnyMetric } from '../../src/metrics';
import { classification } from './metric-makers/classification';
import { clustering } from './metric-makers/clustering';
import { curves } from './metric-makers/curves';
import { detection, detectionFunctions } from './metric-makers/detection';
import { gan } from './metric-makers/gan';
import { fairness } from './metric-makers/fairness';
import { general } from './metric-makers/general';
import { imageQuality } from './metric-makers/image-quality';
import type { Makers, MetricSpec, Options } from './metric-makers/maker';
import { regression } from './metric-makers/regression';
import { nlp } from './metric-makers/nlp';
import { recSys } from './metric-makers/rec-sys';
import { similarity } from './metric-makers/similarity';

/** Metrics that are built, by Ignite's name. */
const makers: Makers = { ...general, ...classification, ...regression, ...clustering, ...curves, ...detection, ...gan, ...imageQuality, ...nlp, ...recSys, ...fairness, ...similarity };

/** Functions among Ignite's metrics, by its name. */
const functions: Readonly<Record<string, (...elements: never[]) => unknown>> = { ...detectionFunctions };

/** Ignite's names of the metrics that can be made. */
export const builtMetrics: readonly string[] = [...Object.keys(makers), ...Object.keys(functions)];

/** Names of the metrics that a specification needs and that are not built. */
export function missingMetrics(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const nested = Object.values(value).flatMap(missingMetrics);
  return 'metric' in value && typeof value.metric === 'string' && 'options' in value && !builtMetrics.includes(value.metric) ? [value.metric, ...nested] : nested;
}

/** Whether inputs may be handed over with the class axis second. */
export function takesLayout(metric: string): boolean {
  return makers[metric]?.takesLayout === true;
}

export function makeMetric({ metric, options }: MetricSpec, extra: Options = {}): AnyMetric {
  const maker = makers[metric];
  if (maker === undefined) throw new Error(`${metric} is not built`);
  return maker.make({ ...options, ...extra } as never, makeMetric);
}

/** Calls one of Ignite's functions. */
export function callFunction(name: string, elements: readonly unknown[]): unknown {
  const fn = functions[name];
  if (fn === undefined) throw new Error(`${name} is not built`);
  return fn(...(elements as never[]));
}
