import * as tf from '@tensorflow/tfjs-core';
import { classTargets } from './class-targets';
import type { ClassLossOptions } from './class-weights';
import { classWeights, reduceRows, rowWeights, weigh } from './class-weights';
import { pickScore } from './pick';
import { checkOptionNames } from './reduction';

/**
 * Negative log likelihood: minus the score of the labelled class, as torch's `nll_loss` with the classes last.
 *
 * @param yPred logarithms of probabilities, `[..., classes]`, float32
 * @param y labels, int32, the shape of `yPred` without the last dimension
 * @returns a scalar, or with `reduction: 'none'` the shape of `y`; the mean is NaN when every label is ignored
 * @throws ShapeError for labels of another shape or dtype, or outside of the classes (on webgl and webgpu the loss is NaN for these); OptionError
 *
 * @example
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import { losses } from 'tfjs-ignite';
 *
 * losses.nll(tf.tensor2d([[-1, -2], [-3, -4]]), tf.tensor1d([0, 1], 'int32')).dataSync()[0]; // => 2.5
 * ```
 */
export function nll(yPred: tf.Tensor, y: tf.Tensor, options: ClassLossOptions = {}): tf.Tensor {
  checkOptionNames('nll', options, ['weight', 'ignoreIndex', 'reduction']);
  return tf.tidy(() => {
    const targets = classTargets('nll', yPred, y, options.ignoreIndex ?? -100);
    const weights = rowWeights(targets, classWeights('nll', options.weight, targets.classes));
    const losses = pickScore(tf.reshape(yPred, [targets.rows, targets.classes]), targets);
    const divisor = options.weight === undefined || weights === undefined ? targets.count : tf.sum(weights);
    return reduceRows('nll', weigh(losses, weights), options.reduction, { divisor, shape: y.shape });
  });
}
