import * as tf from '@tensorflow/tfjs-core';
import * as losses from '../../../src/losses';
import type { AnyMetric, MetricLossFunction } from '../../../src/metrics';
import * as metrics from '../../../src/metrics';
import type { Makers, MetricSpec } from './maker';

export const general: Makers = {
  Average: { make: (options: object) => new metrics.Average(options) },
  EpochMetric: { make: ({ computeFn, ...rest }: { computeFn: string }) => new metrics.EpochMetric(epochFunction(computeFn), rest) },
  GeometricAverage: { make: (options: object) => new metrics.GeometricAverage(options) },
  Loss: {
    make: ({ lossFn, batchSize, ...rest }: { lossFn: LossSpec; batchSize?: string }) =>
      new metrics.Loss(lossFunction(lossFn), { ...rest, ...(batchSize === undefined ? {} : { batchSize: batchSizeFunction(batchSize) }) }),
  },
  MetricGroup: {
    make: ({ metrics: specs, ...rest }: { metrics: Record<string, MetricSpec> }, nested) =>
      new metrics.MetricGroup(Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, nested(spec)])), rest),
  },
  RunningAverage: {
    // Its `epochBound` chooses the usage, which here is said where it is attached.
    make: ({ src, outputTransform, alpha }: { src?: MetricSpec | string; outputTransform?: TransformSpec; alpha?: number; epochBound?: unknown }, nested) =>
      new metrics.RunningAverage({
        ...(alpha === undefined ? {} : { alpha }),
        ...(src === undefined ? {} : { src: typeof src === 'string' ? (src as unknown as AnyMetric) : nested(src) }),
        ...(outputTransform === undefined ? {} : { outputTransform: transform(outputTransform) }),
      }),
  },
  VariableAccumulation: { make: ({ op, ...rest }: { op: string }) => new metrics.VariableAccumulation(operation(op), rest) },
};

type TransformSpec = 'identity' | { readonly index: number } | { readonly key: string };

function transform(spec: TransformSpec): (output: unknown) => unknown {
  if (spec === 'identity') return (output) => output;
  const key = 'index' in spec ? spec.index : spec.key;
  return (output) => (output as Record<string | number, unknown>)[key];
}

interface LossSpec {
  readonly loss: string;
  readonly [option: string]: unknown;
}

function lossFunction({ loss, ...options }: LossSpec): MetricLossFunction {
  if (loss === 'pairMse') {
    return ([p0, p1]: [tf.Tensor, tf.Tensor], [y0, y1]: [tf.Tensor, tf.Tensor]) => tf.add(losses.mse(p0, y0), losses.mse(p1, y1));
  }
  const fn = (losses as unknown as Record<string, (yPred: tf.Tensor, y: tf.Tensor, options: object) => tf.Tensor>)[loss];
  if (fn === undefined) throw new Error(`no loss ${loss}`);
  return (yPred: tf.Tensor, y: tf.Tensor, more?: object) => fn(yPred, y, { ...(plainWeights(options) as object), ...more });
}

/** Weights of a loss as arrays, which nobody has to dispose. */
export function plainWeights(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('shape' in value && 'data' in value) return value.data;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plainWeights(entry)]));
}

function batchSizeFunction(name: string): (y: unknown) => number {
  switch (name) {
    case 'numel':
      return (y) => (y as tf.Tensor).size;
    case 'firstLen':
      return (y) => (y as tf.Tensor[])[0]?.shape[0] ?? NaN;
    default:
      throw new Error(`no batch size ${name}`);
  }
}

function operation(name: string): (a: number, x: number) => number {
  switch (name) {
    case 'a + x':
      return (a, x) => a + x;
    case 'a + x * x':
      return (a, x) => a + x * x;
    case 'max(a, x)':
      return (a, x) => Math.max(a, x);
    default:
      throw new Error(`no operation ${name}`);
  }
}

function epochFunction(name: string): metrics.EpochFunction<number> {
  return ({ data: p }, { data: t }) => {
    const pairs = Array.from(p, (value, index) => [value, t[index] ?? NaN] as const);
    switch (name) {
      case 'mse':
        return pairs.reduce((sum, [a, b]) => sum + (a - b) ** 2, 0) / pairs.length;
      case 'maxAbsError':
        return Math.max(...pairs.map(([a, b]) => Math.abs(a - b)));
      case 'sumOfProducts':
        return pairs.reduce((sum, [a, b]) => sum + a * b, 0);
      default:
        throw new Error(`no function ${name}`);
    }
  };
}
