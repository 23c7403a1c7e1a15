import * as tf from '@tensorflow/tfjs-core';
import { OptionError, ShapeError } from '../errors';
import { formatShape, sameShape } from '../tensor';
import { classTargets } from './class-targets';
import type { ClassLossOptions } from './class-weights';
import { classWeights, reduceRows, rowWeights, weigh } from './class-weights';
import { pickLogSoftmax } from './pick';
import { checkOptionNames } from './reduction';

/** Options of `crossEntropy`. */
export interface CrossEntropyOptions extends ClassLossOptions {
  /** How much of the target is spread evenly over all classes, from 0 to 1. @default 0 */
  readonly labelSmoothing?: number | undefined;
}

/**
 * Cross entropy of logits, `-log softmax(yPred)[y]`, as torch's `cross_entropy` with the classes last.
 *
 * @param yPred logits, `[..., classes]`, float32
 * @param y labels, int32, the shape of `yPred` without the last dimension; or probabilities, float32, of `yPred`'s shape
 * @returns a scalar, or with `reduction: 'none'` one loss per row. The mean is over the rows that are not ignored (with `weight`, over
 * their weights; with probabilities over all rows), NaN when there is none
 * @throws ShapeError for targets of another shape or dtype, or labels outside of the classes (on webgl and webgpu the loss is NaN for these); OptionError
 * @see Szegedy et al., Rethinking the Inception Architecture for Computer Vision, CVPR 2016, for label smoothing
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { losses } from 'tfjs-ignite';
 *
 * const loss = losses.crossEntropy(tf.zeros([3, 4]), tf.tensor1d([0, 3, 1], 'int32'));
 * loss.dataSync()[0]?.toFixed(4); // => '1.3863'
 * ```
 */
export function crossEntropy(yPred: tf.Tensor, y: tf.Tensor, options: CrossEntropyOptions = {}): tf.Tensor {
  checkOptionNames('crossEntropy', options, ['weight', 'ignoreIndex', 'reduction', 'labelSmoothing']);
  const { labelSmoothing = 0 } = options;
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
    throw new OptionError({ owner: 'crossEntropy.labelSmoothing', expected: 'a number from 0 to 1', got: labelSmoothing });
  }
  return tf.tidy(() => (y.dtype === 'float32' ? ofProbabilities(yPred, y, options, labelSmoothing) : ofLabels(yPred, y, options, labelSmoothing)));
}

function ofLabels(yPred: tf.Tensor, y: tf.Tensor, options: CrossEntropyOptions, labelSmoothing: number): tf.Tensor {
  const targets = classTargets('crossEntropy', yPred, y, options.ignoreIndex ?? -100);
  const { rows, classes, kept, count } = targets;
  const weight = classWeights('crossEntropy', options.weight, classes);
  const weights = rowWeights(targets, weight);
  const logits = tf.reshape<tf.Rank.R2>(yPred, [rows, classes]);
  let losses = weigh(pickLogSoftmax(logits, targets), weights);
  if (labelSmoothing > 0) {
    const even = weigh(tf.neg(weightedSum(tf.logSoftmax(logits), weight)), kept);
    losses = tf.add(tf.mul(losses, 1 - labelSmoothing), tf.mul(even, labelSmoothing / classes));
  }
  const divisor = weight === undefined || weights === undefined ? count : tf.sum(weights);
  return reduceRows('crossEntropy', losses, options.reduction, { divisor, shape: y.shape });
}

function ofProbabilities(yPred: tf.Tensor, y: tf.Tensor, options: CrossEntropyOptions, labelSmoothing: number): tf.Tensor {
  if (!sameShape(yPred.shape, y.shape) || yPred.rank === 0) {
    throw new ShapeError({
      owner: 'crossEntropy.y',
      expected: `int32 labels of shape ${formatShape(yPred.shape.slice(0, -1))}, or probabilities of yPred's shape ${formatShape(yPred.shape)}`,
      got: y,
      mend: "Convert labels with tf.cast(y, 'int32').",
    });
  }
  const classes = yPred.shape[yPred.rank - 1] ?? 0;
  const shape = yPred.shape.slice(0, -1);
  const rows = shape.reduce((product, dimension) => product * dimension, 1);
  const weight = classWeights('crossEntropy', options.weight, classes);
  const spread = labelSmoothing > 0 ? tf.add(tf.mul(y, 1 - labelSmoothing), labelSmoothing / classes) : y;
  const products = tf.mul(spread, tf.logSoftmax(yPred));
  const losses = tf.neg(weightedSum(tf.reshape(products, [rows, classes]), weight));
  return reduceRows('crossEntropy', losses, options.reduction, { divisor: rows, shape });
}

function weightedSum(values: tf.Tensor2D, weight: tf.Tensor1D | undefined): tf.Tensor1D {
  return tf.sum(weight === undefined ? values : tf.mul(values, weight), 1);
}
