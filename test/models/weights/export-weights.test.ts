import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { StateError } from '../../../src/errors';
import { exportWeights } from '../../../src/models';
import { readSafetensors, writeSafetensors } from '../../../src/safetensors';
import { useTestBackend } from '../../support/backend';
import { tinyDensenet } from '../tiny';

useTestBackend();

describe('exportWeights', () => {
  it('gives a dense layer as torch lays it out: [out, in]', async () => {
    const model = tfl.sequential({ layers: [tfl.layers.dense({ name: 'fc', units: 2, inputShape: [3] })] });
    model.setWeights([tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]), tf.tensor1d([7, 8])]);
    const weights = await exportWeights(model);
    expect(weights.get('fc.weight')).toEqual({ dtype: 'float32', shape: [2, 3], data: Float32Array.of(1, 3, 5, 2, 4, 6) });
    expect(weights.get('fc.bias')).toEqual({ dtype: 'float32', shape: [2], data: Float32Array.of(7, 8) });
  });

  it('gives copies, which later training does not change', async () => {
    const model = tinyDensenet();
    const before = await exportWeights(model);
    const bias = before.get('classifier.bias')?.data.slice();
    model.getLayer('classifier').weights[1]?.write(tf.ones([5]));
    expect(before.get('classifier.bias')?.data).toEqual(bias);
  });

  it('goes through a safetensors file unchanged', async () => {
    const weights = await exportWeights(tinyDensenet());
    const read = readSafetensors(writeSafetensors(weights)).tensors;
    for (const [key, tensor] of weights) expect(read.get(key)).toEqual(tensor);
  });

  it('refuses a layer whose layout in PyTorch is not known', async () => {
    const model = tfl.sequential({ layers: [tfl.layers.layerNormalization({ inputShape: [3] })] });
    await expect(exportWeights(model)).rejects.toThrow(StateError);
  });
});
