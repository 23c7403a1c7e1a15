import * as tf from '@tensorflow/tfjs-core';
import { forEachBlock, pairBlock } from './pair-block';

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
export type PairError = {
  /** @default 0 */
  readonly plus?: number;
} & (
  | { readonly of: 'signed' | 'absolute' | 'squared' | 'logarithmic'; readonly over?: undefined }
  | { readonly of: 'signed' | 'absolute'; readonly over: 'magnitudes' | 'sum' | 'larger' | 'target' | 'targetMagnitude' }
);

/** The sum of the errors of all pairs. */
export function sumOfErrors(error: PairError, yPred: ArrayLike<number>, y: ArrayLike<number>): number {
  let total = 0;
  if (error.of === 'logarithmic') {
    // A product of six differences of float32, each 0 or from 2 ** -149 to 2 ** 129, is a normal double: one logarithm for six loses nothing.
    const together = yPred instanceof Float32Array && y instanceof Float32Array ? 6 : 1;
    forEachBlock(yPred, y, (count) => {
      total += sumOfLogarithms(count, together);
    });
    return total;
  }
  forEachBlock(yPred, y, (count) => {
    total += fill(error, count);
  });
  return total;
}

/** The largest of the errors of all pairs and 0; NaN when some error is. */
export function largestError(error: PairError, yPred: ArrayLike<number>, y: ArrayLike<number>): number {
  let largest = 0;
  forEachBlock(yPred, y, (count) => {
    fill(error, count);
    largest = Math.max(largest, largestOf(count));
  });
  return largest;
}

/** The errors of all pairs. */
export function errorsOf(error: PairError, yPred: ArrayLike<number>, y: ArrayLike<number>): Float64Array {
  const all = new Float64Array(y.length);
  forEachBlock(yPred, y, (count, from) => {
    fill(error, count);
    all.set(errors.subarray(0, count), from);
  });
  return all;
}

const { capacity, sides, predictions, targets } = pairBlock;
/** The errors of a block. */
const errors = new Float64Array(capacity);

/** Fills in the errors of a block, and returns their sum. */
function fill({ plus = 0, ...error }: PairError, count: number): number {
  return error.over === undefined ? numerators[error.of](count) : quotients[error.over](count, plus, error.of === 'signed');
}

// A function with a loop for each case, and no call in it: a loop that asks each pair for its case takes twice as long, and a function of many loops is
// compiled for those that ran first.
const numerators: Record<PairError['of'], (count: number) => number> = {
  signed(count) {
    let total = 0;
    for (let index = 0; index < count; index++) total += errors[index] = (targets[index] ?? NaN) - (predictions[index] ?? NaN);
    return total;
  },
  absolute(count) {
    let total = 0;
    for (let index = 0; index < count; index++) total += errors[index] = Math.abs((targets[index] ?? NaN) - (predictions[index] ?? NaN));
    return total;
  },
  squared(count) {
    let total = 0;
    for (let index = 0; index < count; index++) {
      const difference = (targets[index] ?? NaN) - (predictions[index] ?? NaN);
      total += errors[index] = difference * difference;
    }
    return total;
  },
  logarithmic(count) {
    let total = 0;
    for (let index = 0; index < count; index++) total += errors[index] = Math.log(Math.abs((targets[index] ?? NaN) - (predictions[index] ?? NaN)));
    return total;
  },
};

const quotients: Record<NonNullable<PairError['over']>, (count: number, plus: number, signed: boolean) => number> = {
  magnitudes(count, plus, signed) {
    let total = 0;
    for (let index = 0; index < count; index++) {
      const prediction = predictions[index] ?? NaN;
      const target = targets[index] ?? NaN;
      const difference = target - prediction;
      total += errors[index] = (signed ? difference : Math.abs(difference)) / (Math.abs(prediction) + Math.abs(target) + plus);
    }
    return total;
  },
  sum(count, plus, signed) {
    let total = 0;
    for (let index = 0; index < count; index++) {
      const prediction = predictions[index] ?? NaN;
      const target = targets[index] ?? NaN;
      const difference = target - prediction;
      total += errors[index] = (signed ? difference : Math.abs(difference)) / (prediction + target + plus);
    }
    return total;
  },
  larger(count, plus, signed) {
    let total = 0;
    for (let index = 0; index < count; index++) {
      const prediction = predictions[index] ?? NaN;
      const target = targets[index] ?? NaN;
      const difference = target - prediction;
      // Which is larger is anyone's guess, and a wrong guess of the processor, as at Math.max, costs more than the rest: the answer is an index instead.
      const side = capacity * Number(!(prediction > target));
      total += errors[index] = (signed ? difference : Math.abs(difference)) / ((sides[side + index] ?? NaN) + plus);
    }
    return total;
  },
  target(count, plus, signed) {
    let total = 0;
    for (let index = 0; index < count; index++) {
      const prediction = predictions[index] ?? NaN;
      const target = targets[index] ?? NaN;
      const difference = target - prediction;
      total += errors[index] = (signed ? difference : Math.abs(difference)) / (target + plus);
    }
    return total;
  },
  targetMagnitude(count, plus, signed) {
    let total = 0;
    for (let index = 0; index < count; index++) {
      const prediction = predictions[index] ?? NaN;
      const target = targets[index] ?? NaN;
      const difference = target - prediction;
      total += errors[index] = (signed ? difference : Math.abs(difference)) / Math.abs(target + plus);
    }
    return total;
  },
};

/** The sum of the logarithms of the absolute errors of a block, as those of products of so many. */
function sumOfLogarithms(count: number, together: number): number {
  let total = 0;
  for (let from = 0; from < count; from += together) {
    const to = Math.min(count, from + together);
    let product = 1;
    for (let index = from; index < to; index++) product *= (targets[index] ?? NaN) - (predictions[index] ?? NaN);
    total += Math.log(Math.abs(product));
  }
  return total;
}

function largestOf(count: number): number {
  let largest = 0;
  for (let index = 0; index < count; index++) largest = Math.max(largest, errors[index] ?? NaN);
  return largest;
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
