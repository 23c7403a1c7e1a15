/** Supervised training and evaluation: steps, and engines made of them. */
export type { Inputs, Mode, PrepareBatch, SupervisedBatch } from './batch';
export { commonTrainingHandlers } from './common-handlers';
export type { CommonTrainingHandlers, CommonTrainingOptions } from './common-handlers-options';
export { createSupervisedEvaluator } from './create-supervised-evaluator';
export type { NamedMetrics, SupervisedEvaluatorOptions } from './create-supervised-evaluator';
export { createSupervisedTbpttTrainer } from './create-supervised-tbptt-trainer';
export type { SupervisedTbpttTrainerOptions } from './create-supervised-tbptt-trainer';
export { createSupervisedTrainer } from './create-supervised-trainer';
export type { SupervisedTrainerOptions } from './create-supervised-trainer';
export { supervisedEvaluationStep } from './evaluation-step';
export type { EvaluationResult, EvaluationStepOptions } from './evaluation-step';
export type { ModelFunction } from './forward';
export type { LossFunction, StepOptions, TrainingResult, TrainingStepOptions } from './options';
export { supervisedTrainingStep } from './supervised-step';
export { TbpttEvents } from './tbptt-step';
export type { RecurrentModel } from './tbptt-step';
export { addEarlyStoppingByValScore, genSaveBestModelsByValScore } from './val-score-handlers';
export type { AddedHandler, EarlyStoppingByValScoreOptions, SaveBestModelsOptions, ValScore } from './val-score-handlers';
