import * as tf from '@tensorflow/tfjs-core';

/** Backends that the suite runs on; chosen by the environment variable `TEST_BACKEND`, `cpu` by default. */
export type TestBackend = 'cpu' | 'wasm' | 'tfjs-node' | 'webgpu';

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
      takeGreeting();
      break;
    case 'wasm':
    case 'tfjs-node':
    case 'webgpu': {
      // What users call, so that the suite runs on the backend as the library sets it up.
      const { useBackend } = await import('../../src/node/backend');
      await useBackend(backend);
    }
  }
  await tf.ready();
}

/** TensorFlow.js advertises its native add-on at the first tensor on this backend; that belongs to no test. */
function takeGreeting(): void {
  const { warn } = console;
  console.warn = () => undefined;
  tf.scalar(0).dispose();
  console.warn = warn;
}
