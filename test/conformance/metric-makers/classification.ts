import type { AnyMetric } from '../../../src/metrics';
import * as metrics from '../../../src/metrics';
import type { Maker, Makers, MetricSpec } from './maker';

type OfMatrix = { readonly cm: MetricSpec; readonly layout?: string };

/** A metric of a confusion matrix, which is the one that has the layout. */
function ofMatrix(make: (cm: metrics.ConfusionMatrix, options: never) => AnyMetric): Maker {
  return {
    make: ({ cm, layout, ...rest }: OfMatrix, nested) => {
      const matrix: AnyMetric = nested({ ...cm, options: { ...cm.options, ...(layout === undefined ? {} : { layout }) } });
      // Another metric in its place is for `make` to refuse.
      return make(matrix as never, rest as never);
    },
    takesLayout: true,
  };
}

export const classification: Makers = {
  Accuracy: { make: (options: object) => new metrics.Accuracy(options), takesLayout: true },
  ClassificationReport: { make: (options: object) => metrics.ClassificationReport(options), takesLayout: true },
  cmAccuracy: ofMatrix(metrics.cmAccuracy),
  cmPrecision: ofMatrix(metrics.cmPrecision),
  cmRecall: ofMatrix(metrics.cmRecall),
  CohenKappa: { make: (options: object) => new metrics.CohenKappa(options) },
  ConfusionMatrix: { make: (options: metrics.ConfusionMatrixOptions) => new metrics.ConfusionMatrix(options), takesLayout: true },
  DiceCoefficient: ofMatrix(metrics.DiceCoefficient),
  Fbeta: {
    make: ({ beta, precision, recall, ...rest }: { beta: number; precision?: MetricSpec; recall?: MetricSpec }) =>
      metrics.Fbeta(beta, {
        ...rest,
        ...(precision === undefined ? {} : { precision: new metrics.Precision(precision.options as { average?: false }) }),
        ...(recall === undefined ? {} : { recall: new metrics.Recall(recall.options as { average?: false }) }),
      }),
  },
  IoU: ofMatrix(metrics.IoU),
  JaccardIndex: ofMatrix(metrics.JaccardIndex),
  MatthewsCorrCoef: { make: (options: object) => new metrics.MatthewsCorrCoef(options) },
  mIoU: ofMatrix(metrics.meanIoU),
  MultiLabelConfusionMatrix: { make: (options: metrics.MultiLabelConfusionMatrixOptions) => new metrics.MultiLabelConfusionMatrix(options), takesLayout: true },
  Precision: { make: (options: object) => new metrics.Precision(options), takesLayout: true },
  Recall: { make: (options: object) => new metrics.Recall(options), takesLayout: true },
  TopKCategoricalAccuracy: { make: (options: object) => new metrics.TopKCategoricalAccuracy(options) },
};
