import * as tf from '@tensorflow/tfjs-core';

/** Backends that the suite runs on; chosen by the environment variable `TEST_BACKEND`, `cpu` by default. */
export type TestBackend = 'cpu' | 'wasm' | 'tfjs-node';

export const testBackend = (process.env.TEST_BACKEND ?? 'cpu') as TestBackend;

/** Makes the chosen backend the current one before the tests of a file. */
export function useTestBackend(backend: TestBackend = testBackend): void {
  beforeAll(() => startBackend(backend));
}

export async function startBackend(backend: TestBackend = testBackend): Promise<void> {
  switch (backend) {
    case 'cpu':
      await import('@tensorflow/tfjs-backend-cpu');
      await tf.setBackend('cpu');
      break;
    case 'wasm':
    case 'tfjs-node': {
      // What users call, so that the suite runs on the backend as the library sets it up.
      const { useBackend } = await import('../../src/node/backend');
      await useBackend(backend);
    }
  }
  await tf.ready();
}
