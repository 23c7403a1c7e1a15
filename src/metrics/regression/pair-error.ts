import * as tf from '@tensorflow/tfjs-core';

/**
 * The error of a prediction p of a target y: a function of `y - p`, divided by something where `over` says so.
 *
 * | `of` | | `over` | |
 * |---|---|---|---|
 * | signed | `y - p` | magnitudes | `abs(p) + abs(y) + plus` |
 * | absolute | `abs(y - p)` | sum | `p + y + plus` |
 * | squared | `(y - p) ** 2` | larger | `max(p, y) + plus` |
 * | logarithmic | `log(abs(y - p))` | target | `y + plus` |
 * | | | targetMagnitude | `abs(y + plus)` |
 */
export interface PairError {
  readonly of: 'signed' | 'absolute' | 'squared' | 'logarithmic';
  readonly over?: 'magnitudes' | 'sum' | 'larger' | 'target' | 'targetMagnitude';
  /** @default 0 */
  readonly plus?: number;
}

/** The sum of the errors of all pairs. */
export function sumOfErrors({ of, over, plus = 0 }: PairError, yPred: ArrayLike<number>, y: ArrayLike<number>): number {
  const { length } = y;
  let total = 0;
  // Two loops, since one that asks each pair whether to divide takes three times as long.
  if (over === undefined) {
    for (let index = 0; index < length; index++) total += numerator(of, (y[index] ?? NaN) - (yPred[index] ?? NaN));
    return total;
  }
  for (let index = 0; index < length; index++) {
    const prediction = yPred[index] ?? NaN;
    const target = y[index] ?? NaN;
    total += numerator(of, target - prediction) / denominator(over, plus, prediction, target);
  }
  return total;
}

/** The errors of all pairs. */
export function errorsOf({ of, over, plus = 0 }: PairError, yPred: ArrayLike<number>, y: ArrayLike<number>): Float64Array {
  const errors = new Float64Array(y.length);
  for (let index = 0; index < errors.length; index++) {
    const prediction = yPred[index] ?? NaN;
    const target = y[index] ?? NaN;
    const error = numerator(of, target - prediction);
    errors[index] = over === undefined ? error : error / denominator(over, plus, prediction, target);
  }
  return errors;
}

// The last case is the default: a way out without a number would have errors boxed, which takes twice as long.
function numerator(of: PairError['of'], difference: number): number {
  switch (of) {
    case 'squared':
      return difference * difference;
    case 'absolute':
      return Math.abs(difference);
    case 'signed':
      return difference;
    default:
      return Math.log(Math.abs(difference));
  }
}

function denominator(over: NonNullable<PairError['over']>, plus: number, prediction: number, target: number): number {
  switch (over) {
    case 'magnitudes':
      return Math.abs(prediction) + Math.abs(target) + plus;
    case 'sum':
      return prediction + target + plus;
    case 'larger':
      return (prediction > target ? prediction : target) + plus;
    case 'target':
      return target + plus;
    default:
      return Math.abs(target + plus);
  }
}

/** The errors of all pairs as a tensor of the surrounding `tf.tidy`. */
export function errorsOnDevice({ of, over, plus = 0 }: PairError, yPred: tf.Tensor, y: tf.Tensor): tf.Tensor {
  const error = numeratorOnDevice(of, tf.sub(y, yPred));
  return over === undefined ? error : tf.div(error, denominatorOnDevice(over, plus, yPred, y));
}

function numeratorOnDevice(of: PairError['of'], difference: tf.Tensor): tf.Tensor {
  switch (of) {
    case 'signed':
      return difference;
    case 'absolute':
      return tf.abs(difference);
    case 'squared':
      return tf.square(difference);
    case 'logarithmic':
      return tf.log(tf.abs(difference));
  }
}

function denominatorOnDevice(over: NonNullable<PairError['over']>, plus: number, yPred: tf.Tensor, y: tf.Tensor): tf.Tensor {
  switch (over) {
    case 'magnitudes':
      return tf.add(tf.add(tf.abs(yPred), tf.abs(y)), plus);
    case 'sum':
      return tf.add(tf.add(yPred, y), plus);
    case 'larger':
      return tf.add(tf.maximum(yPred, y), plus);
    case 'target':
      return tf.add(y, plus);
    case 'targetMagnitude':
      return tf.abs(tf.add(y, plus));
  }
}
