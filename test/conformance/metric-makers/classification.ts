import * as metrics from '../../../src/metrics';
import type { Makers, MetricSpec } from './maker';

export const classification: Makers = {
  Accuracy: { make: (options: object) => new metrics.Accuracy(options), takesLayout: true },
  ConfusionMatrix: { make: (options: metrics.ConfusionMatrixOptions) => new metrics.ConfusionMatrix(options), takesLayout: true },
  Fbeta: {
    make: ({ beta, precision, recall, ...rest }: { beta: number; precision?: MetricSpec; recall?: MetricSpec }) =>
      metrics.Fbeta(beta, {
        ...rest,
        ...(precision === undefined ? {} : { precision: new metrics.Precision(precision.options as { average?: false }) }),
        ...(recall === undefined ? {} : { recall: new metrics.Recall(recall.options as { average?: false }) }),
      }),
  },
  Precision: { make: (options: object) => new metrics.Precision(options), takesLayout: true },
  Recall: { make: (options: object) => new metrics.Recall(options), takesLayout: true },
};
