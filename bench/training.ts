import * as tf from '@tensorflow/tfjs-core';
import { crossEntropy } from '../src/losses';
import type { BackendName } from '../src/node';
import { useBackend } from '../src/node';
import { Adam, parametersOf } from '../src/optim';
import { createSupervisedTrainer } from '../src/training';
import type { Row } from './harness';
import { interleave } from './harness';
import { CLASSES, FEATURES, mlp } from './support/mlp';

export const name = 'Training a small MLP (64-64-64-10, batches of 32), a step';

const BATCHES = 60;
const BATCH_SIZE = 32;

type Batch = [xs: tf.Tensor2D, ys: tf.Tensor1D];

/** Our trainer beside a loop of `variableGrads` and `applyGradients` and beside `model.fit`, on the same model and batches. */
export async function bench(): Promise<Row[]> {
  const backends: BackendName[] = ['tfjs-node', 'wasm', 'cpu'];
  const rows: Row[] = [];
  for (const backend of backends) rows.push(...(await onBackend(backend)));
  return rows;
}

async function onBackend(backend: BackendName): Promise<Row[]> {
  try {
    await useBackend(backend);
  } catch {
    return []; // not on this machine
  }
  const batches = Array.from({ length: BATCHES }, (_, index): Batch => [
    tf.randomNormal([BATCH_SIZE, FEATURES], 0, 1, 'float32', index),
    tf.randomUniform([BATCH_SIZE], 0, CLASSES, 'int32', index),
  ]);
  const rows = await interleave(
    [
      { name: `raw loop, the same loss: ${backend}`, work: rawLoop(batches, crossEntropy) },
      { name: `createSupervisedTrainer: ${backend}`, work: ourTrainer(batches) },
      { name: `raw loop, tf.losses: ${backend}`, work: rawLoop(batches, oneHotLoss) },
      { name: `model.fit: ${backend}`, work: modelFit(batches) },
    ],
    { per: BATCHES, unit: 'µs', rounds: 15 },
  );
  tf.dispose(batches);
  const raw = rows[0]?.value ?? NaN;
  return rows.map((row) => ({ ...row, unit: 'µs/step', note: `${(row.value / raw).toFixed(3)} of the raw loop` }));
}

function oneHotLoss(yPred: tf.Tensor, y: tf.Tensor): tf.Tensor {
  return tf.losses.softmaxCrossEntropy(tf.oneHot(y, CLASSES), yPred);
}

/** What a user writes by hand: the loss is read once a step, as ours is. */
function rawLoop(batches: Batch[], lossFn: (yPred: tf.Tensor, y: tf.Tensor) => tf.Tensor): () => number {
  const model = mlp();
  const optimizer = tf.train.adam(1e-3, 0.9, 0.999, 1e-8);
  const variables = parametersOf(model).map((parameter) => parameter.variable);
  return () => {
    let last = NaN;
    for (const [x, y] of batches) {
      last = tf.tidy(() => {
        const { value, grads } = tf.variableGrads(() => lossFn(model.apply(x, { training: true }) as tf.Tensor, y) as tf.Scalar, variables);
        optimizer.applyGradients(Object.entries(grads).map(([each, tensor]) => ({ name: each, tensor })));
        return value.dataSync()[0] ?? NaN;
      });
    }
    return last;
  };
}

function ourTrainer(batches: Batch[]): () => Promise<unknown> {
  const model = mlp();
  const trainer = createSupervisedTrainer(model, new Adam(model), crossEntropy);
  return () => trainer.run(batches, { maxEpochs: 1 });
}

function modelFit(batches: Batch[]): () => Promise<unknown> {
  const model = mlp();
  model.compile({ optimizer: tf.train.adam(1e-3, 0.9, 0.999, 1e-8), loss: (y: tf.Tensor, yPred: tf.Tensor) => tf.losses.softmaxCrossEntropy(y, yPred) });
  const xs = tf.concat(batches.map(([x]) => x));
  const ys = tf.oneHot(tf.concat(batches.map(([, y]) => y)), CLASSES);
  const silent = { verbose: 0 }; // the declared type is an enum that is not exported
  return () => model.fit(xs, ys, { batchSize: BATCH_SIZE, epochs: 1, shuffle: false, yieldEvery: 'never', ...silent });
}
