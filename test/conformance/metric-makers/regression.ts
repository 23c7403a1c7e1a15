import * as metrics from '../../../src/metrics';
import type { Makers } from './maker';

export const regression: Makers = {
  CanberraMetric: { make: (options: object) => new metrics.CanberraMetric(options) },
  FractionalAbsoluteError: { make: (options: object) => new metrics.FractionalAbsoluteError(options) },
  FractionalBias: { make: (options: object) => new metrics.FractionalBias(options) },
  GeometricMeanAbsoluteError: { make: (options: object) => new metrics.GeometricMeanAbsoluteError(options) },
  GeometricMeanRelativeAbsoluteError: { make: (options: object) => new metrics.GeometricMeanRelativeAbsoluteError(options) },
  KendallRankCorrelation: { make: (options: object) => new metrics.KendallRankCorrelation(options) },
  ManhattanDistance: { make: (options: object) => new metrics.ManhattanDistance(options) },
  MaximumAbsoluteError: { make: (options: object) => new metrics.MaximumAbsoluteError(options) },
  MeanAbsoluteError: { make: (options: object) => new metrics.MeanAbsoluteError(options) },
  MeanAbsoluteRelativeError: { make: (options: object) => new metrics.MeanAbsoluteRelativeError(options) },
  MeanError: { make: (options: object) => new metrics.MeanError(options) },
  MeanNormalizedBias: { make: (options: object) => new metrics.MeanNormalizedBias(options) },
  MeanSquaredError: { make: (options: object) => new metrics.MeanSquaredError(options) },
  MedianAbsoluteError: { make: (options: object) => new metrics.MedianAbsoluteError(options) },
  MedianAbsolutePercentageError: { make: (options: object) => new metrics.MedianAbsolutePercentageError(options) },
  MedianRelativeAbsoluteError: { make: (options: object) => new metrics.MedianRelativeAbsoluteError(options) },
  PearsonCorrelation: { make: (options: object) => new metrics.PearsonCorrelation(options) },
  R2Score: { make: (options: object) => new metrics.R2Score(options) },
  RootMeanSquaredError: { make: (options: object) => new metrics.RootMeanSquaredError(options) },
  SpearmanRankCorrelation: { make: (options: object) => new metrics.SpearmanRankCorrelation(options) },
  WaveHedgesDistance: { make: (options: object) => new metrics.WaveHedgesDistance(options) },
};
