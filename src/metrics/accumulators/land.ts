import * as tf from '@tensorflow/tfjs-core';
import type { MaybePromise } from '../../internal';
import { andThen } from '../../internal';
import { readArray } from '../../tensor';
import type { Pending } from './accumulator';

/** Moves everything from the device to the host through one read, however many accumulators it belongs to. */
export function land(all: readonly Pending[]): MaybePromise<void> {
  if (all.length === 0) return;
  const sizes = all.map(({ words }) => words.size);
  const whole = tf.tidy(() => tf.concat(all.map(({ words }) => words)));
  tf.dispose(all.map(({ words }) => words));
  return andThen(readArray(whole), (values) => {
    whole.dispose();
    let start = 0;
    for (const [index, one] of all.entries()) {
      const end = start + (sizes[index] ?? 0);
      one.land(values.subarray(start, end));
      start = end;
    }
  });
}
