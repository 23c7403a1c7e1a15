import * as tf from '@tensorflow/tfjs-core';
import { ShapeError } from '../errors';
import { formatShape, readsAreCopies, sameShape } from '../tensor';

/** Class labels of a batch, made ready to pick one score of each row. */
export interface ClassTargets {
  /** Rows and classes of the scores when all leading dimensions are one. */
  readonly rows: number;
  readonly classes: number;
  /** int32 `[rows]`; 0 in place of the ignored label. */
  readonly labels: tf.Tensor1D;
  /** int32 `[rows]`: where each row's score is among all scores, row-major. */
  readonly positions: tf.Tensor1D;
  /** float32 `[rows]`: 0 for ignored rows, else 1 (NaN for a label that could not be refused); undefined when no row is ignored. */
  readonly kept: tf.Tensor1D | undefined;
  /** How many rows are not ignored. */
  readonly count: number | tf.Scalar;
}

/**
 * Checks labels against scores with the classes last, and makes them ready. Tensors belong to the `tf.tidy` around the call.
 *
 * Where reads are copies a label outside the classes is refused; elsewhere it makes the loss NaN, since reading it would stall the device.
 *
 * @throws ShapeError
 */
export function classTargets(owner: string, scores: tf.Tensor, labels: tf.Tensor, ignoreIndex: number): ClassTargets {
  const classes = scores.shape[scores.rank - 1] ?? 0;
  if (labels.dtype !== 'int32' || scores.rank === 0 || !sameShape(labels.shape, scores.shape.slice(0, -1))) {
    throw new ShapeError({
      owner: `${owner}.y`,
      expected: `int32 labels of shape ${formatShape(scores.shape.slice(0, -1))} for scores of shape ${formatShape(scores.shape)}`,
      got: labels,
      mend: "Classes are the last dimension; convert labels with tf.cast(y, 'int32').",
    });
  }
  return readsAreCopies() ? onHost(owner, labels, classes, ignoreIndex) : onDevice(labels, classes, ignoreIndex);
}

function onHost(owner: string, tensor: tf.Tensor, classes: number, ignoreIndex: number): ClassTargets {
  const given = tensor.dataSync();
  const rows = given.length;
  const labels = new Int32Array(rows);
  const positions = new Int32Array(rows);
  let kept: Float32Array | undefined;
  let ignored = 0;
  for (let row = 0; row < rows; row++) {
    let label = given[row] ?? 0;
    if (label === ignoreIndex) {
      kept ??= new Float32Array(rows).fill(1);
      kept[row] = label = 0;
      ignored += 1;
    } else if (label < 0 || label >= classes) {
      throw new ShapeError({ owner: `${owner}.y`, expected: `labels from 0 to ${classes - 1} (or ${ignoreIndex}, which is ignored)`, got: label });
    }
    labels[row] = label;
    positions[row] = row * classes + label;
  }
  return {
    rows,
    classes,
    labels: tf.tensor1d(labels, 'int32'),
    positions: tf.tensor1d(positions, 'int32'),
    kept: kept === undefined ? undefined : tf.tensor1d(kept),
    count: rows - ignored,
  };
}

function onDevice(tensor: tf.Tensor, classes: number, ignoreIndex: number): ClassTargets {
  const given = tf.reshape<tf.Rank.R1>(tensor, [tensor.size]);
  const known: tf.Tensor1D = tf.notEqual(given, ignoreIndex);
  const inside = tf.logicalAnd(tf.greaterEqual(given, 0), tf.less(given, classes));
  const asked: tf.Tensor1D = tf.cast(known, 'float32');
  const labels = tf.where<tf.Tensor1D>(tf.logicalAnd(known, inside), given, tf.zerosLike(given));
  return {
    rows: tensor.size,
    classes,
    labels,
    positions: tf.add(tf.mul(tf.range(0, tensor.size, 1, 'int32'), tf.scalar(classes, 'int32')), labels),
    kept: tf.where<tf.Tensor1D>(tf.logicalAnd(known, tf.logicalNot(inside)), tf.fill<tf.Rank.R1>([tensor.size], NaN), asked),
    count: tf.sum<tf.Scalar>(asked),
  };
}
