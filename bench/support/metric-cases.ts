import * as tf from '@tensorflow/tfjs-core';
import type { AnyMetric } from '../../src/metrics';
import * as metrics from '../../src/metrics';
import type { InputKind } from './metric-inputs';

/** A metric beside Ignite's. */
export interface MetricCase {
  readonly name: string;
  readonly inputs: InputKind;
  make(columns: number): AnyMetric;
  /** The same in Python, with `c` for the number of columns; `null` where Ignite has none to compare with. */
  readonly python: string | null;
}

const mse = (yPred: tf.Tensor, y: tf.Tensor): tf.Tensor => tf.mean(tf.squaredDifference(yPred, y));
const plain = (
  inputs: InputKind,
  entries: Readonly<Record<string, new () => AnyMetric>>,
): MetricCase[] => Object.entries(entries).map(([name, Each]) => ({ name, inputs, make: () => new Each(), python: `${name}()` }));

const {
  CanberraMetric, FractionalAbsoluteError, FractionalBias, GeometricMeanAbsoluteError, GeometricMeanRelativeAbsoluteError, KendallRankCorrelation, ManhattanDistance,
  MaximumAbsoluteError, MeanAbsoluteError, MeanAbsoluteRelativeError, MeanError, MeanNormalizedBias, MeanSquaredError, MedianAbsoluteError, MedianAbsolutePercentageError,
  MedianRelativeAbsoluteError, PearsonCorrelation, R2Score, RootMeanSquaredError, SpearmanRankCorrelation, WaveHedgesDistance, CosineSimilarity, MeanPairwiseDistance,
  Entropy, MutualInformation, KLDivergence, JSDivergence, HSIC, MaximumMeanDiscrepancy, CalinskiHarabaszScore, DaviesBouldinScore, SilhouetteScore,
} = metrics;

/** Every metric of the catalogue but those that only pass on what others measure. */
export const METRIC_CASES: readonly MetricCase[] = [
  { name: 'Accuracy', inputs: 'scores', make: () => new metrics.Accuracy(), python: 'Accuracy()' },
  { name: 'Accuracy (multilabel)', inputs: 'multilabel', make: () => new metrics.Accuracy({ isMultilabel: true }), python: 'Accuracy(is_multilabel=True)' },
  { name: 'Precision', inputs: 'scores', make: () => new metrics.Precision(), python: 'Precision()' },
  { name: 'Recall', inputs: 'scores', make: () => new metrics.Recall(), python: 'Recall()' },
  { name: 'Fbeta', inputs: 'scores', make: () => metrics.Fbeta(1), python: 'Fbeta(1)' },
  { name: 'ConfusionMatrix', inputs: 'scores', make: (numClasses) => new metrics.ConfusionMatrix({ numClasses }), python: 'ConfusionMatrix(c)' },
  { name: 'IoU', inputs: 'scores', make: (numClasses) => metrics.IoU(new metrics.ConfusionMatrix({ numClasses })), python: 'IoU(ConfusionMatrix(c))' },
  { name: 'MultiLabelConfusionMatrix', inputs: 'multilabel', make: (numClasses) => new metrics.MultiLabelConfusionMatrix({ numClasses }), python: 'MultiLabelConfusionMatrix(c)' },
  { name: 'ClassificationReport', inputs: 'scores', make: () => metrics.ClassificationReport({ outputDict: true }), python: 'ClassificationReport(output_dict=True)' },
  { name: 'TopKCategoricalAccuracy', inputs: 'scores', make: () => new metrics.TopKCategoricalAccuracy({ k: 5 }), python: 'TopKCategoricalAccuracy(k=5)' },
  { name: 'CohenKappa (10 classes)', inputs: 'labels', make: () => new metrics.CohenKappa({ numClasses: 10 }), python: 'CohenKappa(num_classes=10)' },
  { name: 'MatthewsCorrCoef', inputs: 'labels', make: () => new metrics.MatthewsCorrCoef(), python: 'MatthewsCorrCoef()' },
  { name: 'RocAuc', inputs: 'multilabelScores', make: () => new metrics.RocAuc(), python: 'ROC_AUC()' },
  { name: 'AveragePrecision', inputs: 'multilabelScores', make: () => new metrics.AveragePrecision(), python: 'AveragePrecision()' },
  { name: 'MeanAveragePrecision', inputs: 'scores', make: () => new metrics.MeanAveragePrecision(), python: 'MeanAveragePrecision()' },
  { name: 'HitRate', inputs: 'relevance', make: () => new metrics.HitRate({ topK: 5 }), python: 'HitRate(top_k=5)' },
  { name: 'NDCG', inputs: 'relevance', make: () => new metrics.NDCG({ topK: [5] }), python: 'NDCG(top_k=[5])' },
  { name: 'SubgroupAccuracyDifference', inputs: 'grouped', make: () => new metrics.SubgroupAccuracyDifference({ groups: [0, 1] }), python: 'SubgroupAccuracyDifference(groups=[0, 1])' },
  { name: 'DemographicParityDifference', inputs: 'groupedBits', make: () => new metrics.DemographicParityDifference({ groups: [0, 1] }), python: 'DemographicParityDifference(groups=[0, 1])' },
  { name: 'SelectionRate', inputs: 'scores', make: () => new metrics.SelectionRate(), python: 'SelectionRate()' },
  { name: 'Loss', inputs: 'pair', make: () => new metrics.Loss(mse), python: 'Loss(torch.nn.functional.mse_loss)' },
  { name: 'Average', inputs: 'numbers', make: () => new metrics.Average(), python: 'Average()' },
  { name: 'GeometricAverage', inputs: 'numbers', make: () => new metrics.GeometricAverage(), python: 'GeometricAverage()' },
  ...plain('flat', {
    CanberraMetric, FractionalAbsoluteError, FractionalBias, GeometricMeanAbsoluteError, GeometricMeanRelativeAbsoluteError, KendallRankCorrelation, ManhattanDistance,
    MaximumAbsoluteError, MeanAbsoluteError, MeanAbsoluteRelativeError, MeanError, MeanNormalizedBias, MeanSquaredError, MedianAbsoluteError,
    MedianAbsolutePercentageError, MedianRelativeAbsoluteError, PearsonCorrelation, R2Score, RootMeanSquaredError, SpearmanRankCorrelation, WaveHedgesDistance,
  }),
  ...plain('pair', { CosineSimilarity, MeanPairwiseDistance, HSIC, MaximumMeanDiscrepancy }),
  ...plain('logits', { Entropy, MutualInformation }),
  ...plain('logitPair', { KLDivergence, JSDivergence }),
  ...plain('features', { CalinskiHarabaszScore, DaviesBouldinScore, SilhouetteScore }),
  { name: 'Perplexity', inputs: 'logits', make: () => new metrics.Perplexity(), python: 'Perplexity()' },
  { name: 'Bleu', inputs: 'sentences', make: () => new metrics.Bleu(), python: 'Bleu()' },
  { name: 'Rouge', inputs: 'sentences', make: () => new metrics.Rouge(), python: 'Rouge()' },
  { name: 'CharacterErrorRate', inputs: 'strings', make: () => new metrics.CharacterErrorRate(), python: 'CharacterErrorRate()' },
  { name: 'FID', inputs: 'pair', make: (numFeatures) => new metrics.FID({ numFeatures }), python: 'FID(num_features=c, feature_extractor=torch.nn.Identity())' },
  { name: 'InceptionScore', inputs: 'probabilities', make: (numFeatures) => new metrics.InceptionScore({ numFeatures }), python: 'InceptionScore(num_features=c, feature_extractor=torch.nn.Identity())' },
  { name: 'PSNR', inputs: 'images', make: () => new metrics.PSNR({ dataRange: 1 }), python: 'PSNR(data_range=1.0)' },
  { name: 'SSIM', inputs: 'images', make: () => new metrics.SSIM({ dataRange: 1 }), python: 'SSIM(data_range=1.0)' },
  { name: 'ObjectDetectionAvgPrecisionRecall', inputs: 'detections', make: () => new metrics.ObjectDetectionAvgPrecisionRecall({ numClasses: 5 }), python: 'ObjectDetectionAvgPrecisionRecall(num_classes=5)' },
];
