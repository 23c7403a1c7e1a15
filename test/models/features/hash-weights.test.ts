import * as tf from '@tensorflow/tfjs-core';
import { hashWeights } from '../../../src/models';
import { useTestBackend } from '../../support/backend';
import { tinyDensenet } from '../tiny';

useTestBackend();

describe('hashWeights', () => {
  it('is equal for equal models and changes with any weight, running statistics included', async () => {
    const [model, same] = [tinyDensenet(), tinyDensenet()];
    const hash = await hashWeights(model);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await hashWeights(same)).toBe(hash);
    same.getLayer('features.norm5').weights[2]?.write(tf.fill([16], 1e-6));
    expect(await hashWeights(same)).not.toBe(hash);
  });
});
