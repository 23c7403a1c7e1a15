/**
 * The everyday API: engine, training, metrics, handlers, optimizers and losses; platform neutral.
 * Data, models and what only Node can do have entries of their own: `tfjs-ignite/data`, `/models`, `/node`.
 * The parts that metrics of one's own are made of are in `tfjs-ignite/metrics`.
 */
export type { AppendFile, Clock, FileStore, HostDType, HostTensor, Logger, Random, StateDict, StateTree, StateValue, TypedArray } from './contracts';
export { serial } from './distributed';
export type { Communicator } from './distributed';
export { Engine, EngineEvent, EventList, Events, RemovableEventHandle, State, defineEvent, defineEvents, epochRandom, releaseTensors } from './engine';
export type { AnyEngine, DataSource, EngineOptions, EventFilter, EventName, Handler, HandlerObject, HandlerObserver, RunOptions, Step } from './engine';
export {
  BackendError, CheckpointError, DataError, DownloadError, IgniteError, NotComputableError, OptionError, ShapeError, SkipSample, StateError, WeightFileError,
} from './errors';
export type { Complaint, DataFault, WeightFileFault } from './errors';
export {
  BasicTimeProfiler, Checkpoint, CheckpointEvents, CsvLogger, EMAHandler, EarlyStopping, EpochOutputStore, ExperimentLogger, FastaiLRFinder, GradientEvents, HandlersTimeProfiler, JsonlLogger, MLflowLogger, ModelCheckpoint, ProgressBar, ReportLogger, TensorboardLogger, TerminateOnNan, TimeLimit, Timer, WandbLogger, assertNoLeaks, decodeCheckpoint, defaultScoreFunction,
  encodeCheckpoint, experimentLogger, globalStepFromEngine, gradientsHistogramHandler, gradientsScalarHandler, latestCheckpoint, lineProgress, loadObjects,
  memoryAppendFile, memoryStore, optimizerParamsHandler, outputHandler, plainState, settingsState,
  setupFilenamePattern, setupLogging, weightsHistogramHandler, weightsScalarHandler,
} from './handlers';
export {
  BatchSizeScheduler, ConcatScheduler, ConstantLR, CosineAnnealingLR, CosineAnnealingScheduler, CosineAnnealingWarmRestarts, CyclicLR, ExpStateScheduler,
  ExponentialLR, LRScheduler, LambdaLR, LambdaStateScheduler, LinearCyclicalScheduler, LinearLR, MultiStepLR, MultiStepStateScheduler, MultiplicativeLR,
  OneCycleLR, ParamGroupScheduler, ParamScheduler, PiecewiseLinear, PiecewiseLinearStateScheduler, PolynomialLR, ReduceLROnPlateauScheduler, StepLR,
  StepStateScheduler, createLrSchedulerWithWarmup,
} from './handlers';
export type { ExperimentLoggerOptions, LogHandler, LogRecord, LogSink } from './handlers';
export * as losses from './losses';
export {
  Accuracy, Average, BatchFiltered, BatchWise, ConfusionMatrix, EpochMetric, EpochWise, Fbeta, GeometricAverage, Loss, Metric, MetricGroup, MetricUsage,
  MetricsLambda, Precision, Recall, RunningAverage, RunningBatchWise, RunningEpochWise, SingleEpochRunningBatchWise, VariableAccumulation,
} from './metrics';
export type { AnyMetric, MetricValues } from './metrics';
export * as optim from './optim';
export type { Model, NamedParameter, Trainable } from './optim';
export { detach, fromHostTensor, oneHot, toHostTensor, valueAndGradients } from './tensor';
export {
  TbpttEvents, addEarlyStoppingByValScore, commonTrainingHandlers, createSupervisedEvaluator, createSupervisedTbpttTrainer, createSupervisedTrainer,
  genSaveBestModelsByValScore, supervisedEvaluationStep, supervisedTrainingStep,
} from './training';
export type {
  CommonTrainingHandlers, CommonTrainingOptions, LossFunction, ModelFunction, PrepareBatch, RecurrentModel, SupervisedBatch, SupervisedEvaluatorOptions, SupervisedTbpttTrainerOptions, SupervisedTrainerOptions,
  TrainingResult,
} from './training';
