import * as tf from '@tensorflow/tfjs-core';
import { probeBackend } from '../../src/node/probe';

describe('probeBackend', () => {
  it('starts the backend, times a training step on it and keeps no tensor', async () => {
    await probeBackend('wasm');
    const before = tf.memory().numTensors;
    const probe = await probeBackend('wasm');
    expect(probe).toMatchObject({ name: 'wasm', outcome: 'works' });
    expect(probe.stepMilliseconds).toBeGreaterThan(0);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('says why a backend does not work instead of throwing', async () => {
    const { outcome, mend } = await probeBackend('tfjs-node-gpu');
    expect(outcome === 'works' ? 'npm install' : mend).toContain('npm install');
  });
});
