import * as tf from '@tensorflow/tfjs-core';
import type { ClassTargets } from './class-targets';
import type { SaveTensors } from './reduction';

/**
 * `-log softmax(logits)[label]` of each row, shape `[rows]`.
 *
 * The gradient, softmax minus one-hot, is written out: that of a gather scatters, which the wasm backend cannot do by itself.
 */
export function pickLogSoftmax(logits: tf.Tensor2D, targets: ClassTargets): tf.Tensor1D {
  const { labels, positions, classes } = targets;
  const pick = tf.customGrad((x, save) => {
    const logProbabilities = tf.logSoftmax(x as tf.Tensor2D);
    (save as unknown as SaveTensors)([logProbabilities, labels]);
    return { value: tf.neg(gather(logProbabilities, positions)), gradFunc: slopeOfLogSoftmax(classes) };
  });
  return pick(logits);
}

/** `-scores[label]` of each row, shape `[rows]`. */
export function pickScore(scores: tf.Tensor2D, targets: ClassTargets): tf.Tensor1D {
  const { labels, positions, classes } = targets;
  const pick = tf.customGrad((x, save) => {
    (save as unknown as SaveTensors)([labels]);
    return { value: tf.neg(gather(x as tf.Tensor2D, positions)), gradFunc: slopeOfScore(classes) };
  });
  return pick(scores);
}

function gather(scores: tf.Tensor2D, positions: tf.Tensor1D): tf.Tensor1D {
  return tf.gather(tf.reshape<tf.Rank.R1>(scores, [scores.size]), positions);
}

function slopeOfLogSoftmax(classes: number) {
  return (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => {
    const [logProbabilities, labels] = saved as [tf.Tensor2D, tf.Tensor1D]; // as saved
    const slope = tf.sub(tf.exp(logProbabilities), hot(labels, classes));
    return [tf.mul(slope, column(dy))];
  };
}

function slopeOfScore(classes: number) {
  return (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => {
    const [labels] = saved as [tf.Tensor1D]; // as saved
    return [tf.mul(hot(labels, classes), column(tf.neg(dy)))];
  };
}

function hot(labels: tf.Tensor1D, classes: number): tf.Tensor {
  // The wasm backend writes integers whatever dtype is asked for: convert afterwards.
  return tf.cast(tf.oneHot(labels, classes, 1, 0, 'int32'), 'float32');
}

function column(rows: tf.Tensor): tf.Tensor {
  return tf.reshape(rows, [rows.size, 1]);
}
