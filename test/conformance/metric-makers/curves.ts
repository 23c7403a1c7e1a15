import * as metrics from '../../../src/metrics';
import type { Makers } from './maker';

export const curves: Makers = {
  AveragePrecision: { make: (options: object) => new metrics.AveragePrecision(options) },
  PrecisionRecallCurve: { make: (options: object) => new metrics.PrecisionRecallCurve(options) },
  ROC_AUC: { make: (options: object) => new metrics.RocAuc(options) },
  RocCurve: { make: (options: object) => new metrics.RocCurve(options) },
};
