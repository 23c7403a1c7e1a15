import * as tf from '@tensorflow/tfjs-core';
import { readArray, readScalar, readsAreCopies } from '../../src/tensor';
import { useTestBackend } from '../support/backend';
import { onDeviceBackend } from '../support/device-backend';

useTestBackend();

describe('reading', () => {
  it('is synchronous on the backends whose memory the program shares', () => {
    expect(readsAreCopies()).toBe(true);
    expect(readScalar(tf.scalar(2.5))).toBe(2.5);
    expect([...(readArray(tf.tensor1d([1, 2])) as Float32Array)]).toEqual([1, 2]);
  });

  it('waits for the device elsewhere', async () => {
    await onDeviceBackend(async () => {
      const [scalar, array] = [readScalar(tf.scalar(2.5)), readArray(tf.tensor1d([1, 2]))];
      expect(scalar).toBeInstanceOf(Promise);
      expect(await scalar).toBe(2.5);
      expect([...(await array)]).toEqual([1, 2]);
    });
  });
});
