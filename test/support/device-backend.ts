import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';

/** Runs the cpu's kernels under another name, so that the library takes it for a device whose reads must be awaited. */
export async function onDeviceBackend<T>(body: () => T | Promise<T>): Promise<T> {
  const before = tf.getBackend();
  if (!tf.engine().backendNames().includes('device')) {
    tf.registerBackend('device', () => new MathBackendCPU());
    for (const kernel of tf.getKernelsForBackend('cpu')) tf.registerKernel({ ...kernel, backendName: 'device' });
  }
  await tf.setBackend('device');
  try {
    return await body();
  } finally {
    await tf.setBackend(before);
  }
}
