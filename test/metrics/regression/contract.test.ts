import * as fc from 'fast-check';
import * as metrics from '../../../src/metrics';
import type { AnyMetric, MetricOptions } from '../../../src/metrics';
import type { Subject } from '../contract';
import { describeContract, subject, tensorsOf } from '../contract';

/** Predictions that are never exact, targets that are never 0 and whose mean is exact whenever it is one of them. */
const pair = fc
  .tuple(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 20 }), fc.boolean())
  .map(([target, quarters, above]) => [target + (above ? quarters : -quarters) / 4 + 0.125, target] as const);

const anyVectors = { 'more targets than predictions': () => [[1, 2], [1, 2, 3]], 'bool targets': () => [[1, 2], { dtype: 'bool', shape: [2], data: Uint8Array.of(0, 1) }], 'what is no number': () => [['a'], [1]] };
const vectors = {
  ...anyVectors,
  'several columns': () => [[[1, 2]], [[1, 2]]],
  'a column for a vector': () => [[1, 2], [[1], [2]]],
  integers: () => [Float32Array.of(1, 2), Int32Array.of(1, 2)],
};

function of(name: string, make: (options?: MetricOptions) => AnyMetric, rest: Partial<Subject<readonly [number, number]>> = {}): Subject {
  return subject({ name, make, example: pair, batch: tensorsOf('float32', 'float32'), refused: vectors, ...rest });
}

const zero = { ...vectors, 'a target of 0': () => [[1, 2], [1, 0]] };

describeContract([
  of('MeanSquaredError', (options) => new metrics.MeanSquaredError(options), { refused: anyVectors }),
  of('RootMeanSquaredError', (options) => new metrics.RootMeanSquaredError(options), { refused: anyVectors }),
  of('MeanAbsoluteError', (options) => new metrics.MeanAbsoluteError(options), { refused: anyVectors }),
  of('CanberraMetric', (options) => new metrics.CanberraMetric(options), { before: 0 }),
  of('FractionalAbsoluteError', (options) => new metrics.FractionalAbsoluteError(options)),
  of('FractionalBias', (options) => new metrics.FractionalBias(options), { example: pair.map(([p, y]) => [Math.abs(p) + 0.125, y] as const) }),
  of('GeometricMeanAbsoluteError', (options) => new metrics.GeometricMeanAbsoluteError(options)),
  of('GeometricMeanRelativeAbsoluteError', (options) => new metrics.GeometricMeanRelativeAbsoluteError(options)),
  of('KendallRankCorrelation, b', (options) => new metrics.KendallRankCorrelation(options)),
  of('KendallRankCorrelation, c', (options) => new metrics.KendallRankCorrelation({ ...options, variant: 'c' })),
  of('ManhattanDistance', (options) => new metrics.ManhattanDistance(options), { before: 0 }),
  of('MaximumAbsoluteError', (options) => new metrics.MaximumAbsoluteError(options), { refused: { ...vectors, 'no example': () => [[], []] } }),
  of('MeanAbsoluteRelativeError', (options) => new metrics.MeanAbsoluteRelativeError(options), { refused: zero }),
  of('MeanError', (options) => new metrics.MeanError(options)),
  of('MeanNormalizedBias', (options) => new metrics.MeanNormalizedBias(options), { refused: zero }),
  of('MedianAbsoluteError', (options) => new metrics.MedianAbsoluteError(options), { refused: anyVectors }),
  of('MedianAbsolutePercentageError', (options) => new metrics.MedianAbsolutePercentageError(options), { refused: anyVectors }),
  of('MedianRelativeAbsoluteError', (options) => new metrics.MedianRelativeAbsoluteError(options), { refused: anyVectors }),
  of('PearsonCorrelation', (options) => new metrics.PearsonCorrelation(options)),
  // With four examples their targets are not all equal.
  of('R2Score', (options) => new metrics.R2Score(options), { atLeast: 4 }),
  of('SpearmanRankCorrelation', (options) => new metrics.SpearmanRankCorrelation(options)),
  of('WaveHedgesDistance', (options) => new metrics.WaveHedgesDistance(options), { before: 0 }),
]);
