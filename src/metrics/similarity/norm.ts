import * as tf from '@tensorflow/tfjs-core';

/** The norm of the differences between two rows. */
export interface Norm {
  /** Of `a - b + eps` from `start` to `end`. */
  onHost(a: ArrayLike<number>, b: ArrayLike<number>, eps: number, start: number, end: number): number;
  /** Of each row of `[rows, length]` absolute differences. */
  onDevice(magnitudes: tf.Tensor): tf.Tensor;
}

/** `(sum |d|^p)^(1/p)`, with its limits at 0 and the infinities. */
export function normOf(p: number): Norm {
  switch (p) {
    case 0:
      return norm({ add: (total, difference) => total + (difference === 0 ? 0 : 1) }, (magnitudes) => tf.sum(tf.cast(tf.notEqual(magnitudes, 0), 'float32'), 1));
    case 1:
      return norm({ add: (total, difference) => total + Math.abs(difference) }, (magnitudes) => tf.sum(magnitudes, 1));
    case 2:
      return norm({ add: (total, difference) => total + difference * difference, finish: Math.sqrt }, (magnitudes) => tf.sqrt(tf.sum(tf.square(magnitudes), 1)));
    case Infinity:
      return norm({ add: (total, difference) => Math.max(total, Math.abs(difference)) }, (magnitudes) => tf.max(magnitudes, 1));
    case -Infinity:
      return norm({ start: Infinity, add: (total, difference) => Math.min(total, Math.abs(difference)) }, (magnitudes) => tf.min(magnitudes, 1));
    default:
      return norm({ add: (total, difference) => total + Math.abs(difference) ** p, finish: (total) => total ** (1 / p) }, (magnitudes) =>
        tf.pow(tf.sum(tf.pow(magnitudes, p), 1), 1 / p),
      );
  }
}

interface Fold {
  /** @default 0 */
  readonly start?: number;
  readonly add: (total: number, difference: number) => number;
  readonly finish?: (total: number) => number;
}

function norm({ start = 0, add, finish = (total) => total }: Fold, onDevice: Norm['onDevice']): Norm {
  return {
    onHost: (a, b, eps, from, end) => {
      let total = start;
      for (let at = from; at < end; at++) total = add(total, (a[at] ?? NaN) - (b[at] ?? NaN) + eps);
      return finish(total);
    },
    onDevice,
  };
}
