/** What the compiler must know of training; nothing here runs. */
import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Engine } from '../../src/engine';
import { crossEntropy } from '../../src/losses';
import { Accuracy, Loss } from '../../src/metrics';
import type { NamedParameter, Trainable } from '../../src/optim';
import { Adam, SGD, parametersOf } from '../../src/optim';
import { TbpttEvents, createSupervisedEvaluator, createSupervisedTbpttTrainer, createSupervisedTrainer } from '../../src/training';

declare const model: LayersModel;
declare const handWritten: Trainable;
declare const adam: tf.AdamOptimizer;
declare const batches: [tf.Tensor, tf.Tensor][];
declare const named: { xs: tf.Tensor; ys: tf.Tensor }[];

/** Takes a value and says what its type has to be, exactly: else an argument is missing. */
const is =
  <Wanted>(): (<Got>(value: Got, ...wrong: [Got] extends [Wanted] ? ([Wanted] extends [Got] ? [] : [never]) : [never]) => void) =>
  () =>
    undefined;

export async function metricsAreTyped(): Promise<void> {
  const evaluator = createSupervisedEvaluator(model, { metrics: { accuracy: new Accuracy(), loss: new Loss(crossEntropy) } });
  const { metrics, output } = await evaluator.run(batches);
  is<number>()(metrics.accuracy);
  is<number>()(metrics.loss);
  is<readonly [yPred: tf.Tensor, y: tf.Tensor] | null>()(output);
  // @ts-expect-error no metric of this name was given
  is<number>()(metrics.precision);
}

export async function outputsAreTyped(): Promise<void> {
  const trainer = createSupervisedTrainer(model, new Adam(model), crossEntropy);
  is<number | null>()(trainer.state.output);
  await trainer.run(named, { maxEpochs: 1 });
  // @ts-expect-error a batch is a pair or { xs, ys }
  await trainer.run([1, 2, 3]);

  const withScalar = createSupervisedTrainer(handWritten, adam, crossEntropy, { outputTransform: ({ yPred, loss }) => ({ rank: yPred.rank, loss }) });
  is<{ rank: number; loss: tf.Scalar } | null>()(withScalar.state.output);
}

export function batchesAreTypedByPrepareBatch(): void {
  const trainer = createSupervisedTrainer(model, new Adam(model), crossEntropy, {
    prepareBatch: (batch: { image: tf.Tensor4D; label: tf.Tensor1D }) => [batch.image, batch.label] as const,
  });
  is<Engine<{ image: tf.Tensor4D; label: tf.Tensor1D }, number>>()(trainer);
}

export async function hiddenStatesAreTyped(): Promise<void> {
  const recurrent = {
    forward: (x: tf.Tensor, hidden?: { h: tf.Tensor }) => [x, hidden ?? { h: x }] as const,
    parameters: (): NamedParameter[] => [],
  };
  const sgd = new SGD(recurrent.parameters());
  const trainer = createSupervisedTbpttTrainer(recurrent, sgd, crossEntropy, { tbpttStep: 5, dim: 1 });
  trainer.on(TbpttEvents.TIME_ITERATION_COMPLETED.every(2), ({ state }) => is<number | null>()(state.output));
  await trainer.run(batches);
  // @ts-expect-error the length of a chunk is missing
  createSupervisedTbpttTrainer(recurrent, sgd, crossEntropy, {});
  // @ts-expect-error the hidden state that it gives is not the one that it takes
  createSupervisedTbpttTrainer({ ...recurrent, forward: (x: tf.Tensor, hidden: string) => [x, hidden.length] as const }, sgd, crossEntropy, { tbpttStep: 5 });
  // @ts-expect-error a model that hands no state on
  createSupervisedTbpttTrainer(handWritten, sgd, crossEntropy, { tbpttStep: 5 });
}

export function misuseDoesNotCompile(): void {
  // @ts-expect-error no such option
  createSupervisedTrainer(model, new Adam(model), crossEntropy, { accumulate: 2 });
  // @ts-expect-error no such option
  new Adam(model, { learningRate: 0.1 });
  // @ts-expect-error not a model
  parametersOf({ layers: 3 });
  // @ts-expect-error a loss gives a tensor
  createSupervisedTrainer(model, new Adam(model), () => 3);
  // @ts-expect-error a metric, not a function
  createSupervisedEvaluator(model, { metrics: { loss: crossEntropy } });
}
