import * as tf from '@tensorflow/tfjs-core';
import type { StateValue } from '../../../src/contracts';
import { serial } from '../../../src/distributed';
import type { Accumulator } from '../../../src/metrics';

/** The total of one process, which is there at once where reads are copies. */
export function total<T>(accumulator: Accumulator<T>): T {
  const value = accumulator.total(serial, 'test');
  if (value instanceof Promise) throw new Error('expected the total at once');
  return value;
}

/** What a checkpoint would hold. */
export function saved(accumulator: Accumulator<unknown>): StateValue {
  return accumulator.save(serial, 'test') as StateValue;
}

/** Whether the test leaves as many tensors as it found. */
export async function tensorsLeft(body: () => unknown): Promise<number> {
  const before = tf.memory().numTensors;
  await body();
  return tf.memory().numTensors - before;
}
