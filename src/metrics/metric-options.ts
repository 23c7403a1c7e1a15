import * as z from 'zod/mini';
import type { Communicator } from '../distributed';
import { serial } from '../distributed';
import { OptionError } from '../errors';
import { parseOptions } from '../internal';
import type { MetricsResultMode } from './result';

/** What every metric can be told. */
export interface MetricOptions {
  /** Turns an engine's output into what the metric takes; may return a promise. The default passes it on. */
  outputTransform?(output: unknown): unknown;
  /** Passes a pair of lists on as it is, instead of updating once per pair of their items. @default false */
  readonly skipUnrolling?: boolean;
  /** What becomes of a result with several named values. @default 'both' */
  readonly metricsResultMode?: MetricsResultMode;
  /** Over which processes the value is taken. @default serial */
  readonly communicator?: Communicator;
}

/** A function, for schemas. */
export const functionSchema = <F>(what: string): z.ZodMiniCustom<F, F> => z.custom<F>((value) => typeof value === 'function', { error: what });

/** Refuses what is not a function, where one is an argument of its own. */
export function checkFunction(owner: string, fn: unknown): void {
  if (typeof fn !== 'function') throw new OptionError({ owner, expected: 'a function', got: fn });
}

/** The schema of the options that all metrics have, to be spread into a metric's own. */
export const metricOptionShape = {
  outputTransform: z.optional(functionSchema<(output: unknown) => unknown>('a function')),
  skipUnrolling: z._default(z.boolean(), false),
  metricsResultMode: z._default(z.enum(['flatten', 'named', 'both']), 'both'),
  communicator: z._default(
    z.custom<Communicator>((value: unknown) => typeof value === 'object' && value !== null && 'allReduce' in value, { error: 'a communicator' }),
    () => serial,
  ),
};

/** Where a class or channel axis is: last, or second. */
export type AxisLayout = 'NHWC' | 'NCHW';

/** The schema of a `layout` option. */
export const layoutSchema = z._default(z.enum(['NHWC', 'NCHW']), 'NHWC');

const metricOptionSchema = z.strictObject(metricOptionShape);

/** The options of metrics that keep every prediction and target. */
export const epochPairsSchema = z.strictObject({ ...metricOptionShape, checkComputeFn: z._default(z.boolean(), false) });

/** Options of a metric after its schema. */
export interface ParsedMetricOptions {
  readonly outputTransform?: ((output: unknown) => unknown) | undefined;
  readonly skipUnrolling: boolean;
  readonly metricsResultMode: MetricsResultMode;
  readonly communicator: Communicator;
}

/** The options of a metric that has none of its own, checked and complete. */
export function parseMetricOptions(owner: string, options: MetricOptions = {}): ParsedMetricOptions {
  return parseOptions(owner, metricOptionSchema, options);
}
