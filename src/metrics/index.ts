/** Metrics: what they gather, when, and what they come to. */
export { array, nestedMetrics, replicated, rows, scalar } from './accumulators';
export type { Accumulator, ArrayAccumulator, Declaration, Doubles, NestedAccumulator, ReplicatedAccumulator, RowsAccumulator, ScalarAccumulator, Totals } from './accumulators';
export type { AnyMetric, Following, MetricValues, ValueOf } from './any-metric';
export { Average } from './average';
export { Accuracy } from './classification/accuracy';
export type { AccuracyOptions } from './classification/accuracy';
export { AveragePrecision } from './classification/average-precision';
export type { ClassLayout } from './classification/class-inputs';
export type { ClassAverage, ClassRatioOptions, ClassRatioValue } from './classification/class-ratio';
export type { ClassMeanOptions, IgnoreIndexOptions } from './classification/class-sums';
export { ClassificationReport } from './classification/classification-report';
export type { ClassificationReportOptions, ClassReport, ClassScores } from './classification/classification-report';
export { cmAccuracy } from './classification/cm-accuracy';
export { cmPrecision } from './classification/cm-precision';
export { cmRecall } from './classification/cm-recall';
export { CohenKappa } from './classification/cohen-kappa';
export type { CohenKappaOptions } from './classification/cohen-kappa';
export { ConfusionMatrix } from './classification/confusion-matrix';
export type { ConfusionMatrixOptions } from './classification/confusion-matrix';
export { DiceCoefficient } from './classification/dice-coefficient';
export { Fbeta } from './classification/fbeta';
export type { FbetaOptions } from './classification/fbeta';
export { IoU } from './classification/iou';
export { JaccardIndex } from './classification/jaccard-index';
export { MatthewsCorrCoef } from './classification/matthews-corr-coef';
export type { MatthewsCorrCoefOptions } from './classification/matthews-corr-coef';
export { MeanAveragePrecision } from './classification/mean-average-precision';
export type { ClassMean, MeanAveragePrecisionOptions, MeanAveragePrecisionValue } from './classification/mean-average-precision';
export { meanIoU } from './classification/mean-iou';
export { MultiLabelConfusionMatrix } from './classification/multi-label-confusion-matrix';
export type { LabelConfusion, MultiLabelConfusionMatrixOptions } from './classification/multi-label-confusion-matrix';
export { Precision } from './classification/precision';
export { PrecisionRecallCurve } from './classification/precision-recall-curve';
export type { PrecisionRecallCurveValue } from './classification/precision-recall-curve';
export { Recall } from './classification/recall';
export { RocAuc } from './classification/roc-auc';
export { RocCurve } from './classification/roc-curve';
export type { RocCurveValue } from './classification/roc-curve';
export type { SequenceTransformOptions } from './classification/sequence-transform';
export { TopKCategoricalAccuracy } from './classification/top-k-categorical-accuracy';
export type { TopKCategoricalAccuracyOptions } from './classification/top-k-categorical-accuracy';
export { CalinskiHarabaszScore, DaviesBouldinScore, SilhouetteScore } from './clustering';
export type { SilhouetteKwargs, SilhouetteScoreOptions } from './clustering';
export { EpochMetric } from './epoch-metric';
export type { EpochFunction, EpochMetricOptions } from './epoch-metric';
export type { EpochPairsOptions } from './epoch-pairs';
export { Frequency } from './frequency';
export type { FrequencyOptions } from './frequency';
export { FID, InceptionScore } from './gan';
export type { FeatureExtractor, FeatureOptions, InceptionScoreOptions } from './gan';
export { DemographicParityDifference, SelectionRate, SubgroupAccuracyDifference, SubgroupDifference, SubgroupMetric } from './fairness';
export type { BaseMetric, DemographicParityDifferenceOptions, Group, GroupLabels, SelectionRateOptions, SubgroupAccuracyDifferenceOptions, SubgroupDifferenceOptions, SubgroupInput, SubgroupMetricOptions } from './fairness';
export { GeometricAverage } from './geometric-average';
export { Loss } from './loss';
export type { LossOptions, MetricLossFunction } from './loss';
export { Metric, MetricsLambda } from './metric';
export type { MetricsLambdaOptions, Operand } from './metric';
export type { MetricDefinition } from './metric-core';
export { MetricGroup } from './metric-group';
export type { MetricGroupOptions } from './metric-group';
export { parseMetricOptions } from './metric-options';
export type { MetricOptions, ParsedMetricOptions } from './metric-options';
export { Bleu, CharacterErrorRate, Perplexity, Rouge, RougeL, RougeN } from './nlp';
export type { BleuOptions, BleuSmoothing, CharacterErrorRateOptions, PerplexityOptions, RougeLOptions, RougeNOptions, RougeOptions, RougeValue, RougeVariant, TextPair, Token, TokenBatch, TokenList } from './nlp';
export { asTensor, isOnDevice, nested, readAll, readNumbers } from './numbers';
export type { ArrayInput, NestedNumbers, Numbers } from './numbers';
export { predictionAndTarget } from './output';
export type { OutputKeys, OutputTaking } from './output';
export { HitRate, NDCG } from './rec-sys';
export type { HitRateOptions, NDCGOptions } from './rec-sys';
export {
  CanberraMetric,
  FractionalAbsoluteError,
  FractionalBias,
  GeometricMeanAbsoluteError,
  GeometricMeanRelativeAbsoluteError,
  KendallRankCorrelation,
  ManhattanDistance,
  MaximumAbsoluteError,
  MeanAbsoluteError,
  MeanAbsoluteRelativeError,
  MeanError,
  MeanNormalizedBias,
  MeanSquaredError,
  MedianAbsoluteError,
  MedianAbsolutePercentageError,
  MedianRelativeAbsoluteError,
  PearsonCorrelation,
  R2Score,
  RootMeanSquaredError,
  SpearmanRankCorrelation,
  WaveHedgesDistance,
} from './regression';
export type { KendallRankCorrelationOptions, KendallVariant, PearsonCorrelationOptions } from './regression';
export type { MetricsResultMode } from './result';
export { RunningAverage } from './running-average';
export type { RunningAverageOptions } from './running-average';
export type { SampleInput } from './sample-total';
export { CosineSimilarity, Entropy, HSIC, JSDivergence, KLDivergence, MaximumMeanDiscrepancy, MeanPairwiseDistance, MutualInformation } from './similarity';
export type { CosineSimilarityOptions, EntropyOptions, HSICOptions, JSDivergenceOptions, KLDivergenceOptions, LogitOptions, MaximumMeanDiscrepancyOptions, MeanPairwiseDistanceOptions, MutualInformationOptions } from './similarity';
export { BatchFiltered, BatchWise, EpochWise, MetricUsage, RunningBatchWise, RunningEpochWise, SingleEpochRunningBatchWise } from './metric-usage';
export type { BatchFilter, MetricUsageEvents, MetricUsageName } from './metric-usage';
export type { Combined, NumericValue } from './value-arithmetic';
export { VariableAccumulation } from './variable-accumulation';
export type { VariableAccumulationOptions } from './variable-accumulation';
export { cocoTensorListToDictList, CommonObjectDetectionMetrics, ObjectDetectionAvgPrecisionRecall, PSNR, SSIM } from './vision';
export type { AreaRange, CommonObjectDetectionOptions, CommonObjectDetectionValues, DetectionOutput, Detections, GroundTruths, ObjectDetectionOptions, PSNROptions, SSIMOptions } from './vision';
