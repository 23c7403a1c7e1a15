import * as tf from '@tensorflow/tfjs-core';
import type { AnyMetric } from '../../src/metrics';
import { Entropy, InceptionScore, JSDivergence, KLDivergence, MutualInformation } from '../../src/metrics';
import { testBackend, useTestBackend } from '../support/backend';

/** The module object that everybody's imports read through. */
const core = jest.requireActual<{ getBackend: () => string }>('@tensorflow/tfjs-core');

const [BATCH, CLASSES] = [64, 257];

/** Logits up to 6 apart, the same in each run. */
function logits(seed: number): tf.Tensor2D {
  return tf.randomUniform<tf.Rank.R2>([BATCH, CLASSES], -3, 3, 'float32', seed);
}

const cases: readonly (readonly [string, () => AnyMetric, (x: tf.Tensor2D, y: tf.Tensor2D) => unknown])[] = [
  ['Entropy', () => new Entropy(), (x, y) => [x, y]],
  ['MutualInformation', () => new MutualInformation(), (x, y) => [x, y]],
  ['KLDivergence', () => new KLDivergence(), (x, y) => [x, y]],
  ['JSDivergence', () => new JSDivergence(), (x, y) => [x, y]],
  ['InceptionScore', () => new InceptionScore({ numFeatures: CLASSES }), (x) => tf.softmax(x)],
];

describe('large batches on a backend with fast kernels', () => {
  useTestBackend();
  afterEach(() => jest.restoreAllMocks());

  test.each(cases)('%s takes its kernels, leaves no tensor and gives what loops on the host give', async (_, make, outputOf) => {
    const [x, y] = [logits(1), logits(2)];
    const output = outputOf(x, y);
    const onHost = JSON.parse(JSON.stringify(output, (_key, value: unknown) => (value instanceof tf.Tensor ? value.arraySync() : value))) as unknown;
    const [device, host] = [make(), make()];
    await host.update(onHost);

    jest.spyOn(core, 'getBackend').mockReturnValue('tensorflow');
    const read = jest.spyOn(tf.Tensor.prototype, 'dataSync');
    const before = tf.memory().numTensors;
    expect(device.update(output)).toBeUndefined();
    expect(tf.memory().numTensors).toBe(before);
    // Nothing but sums: not the batch.
    for (const tensor of read.mock.contexts as tf.Tensor[]) expect(tensor.size).toBeLessThanOrEqual(CLASSES);

    const [got, expected] = [Number(await device.compute()), Number(await host.compute())];
    // The wasm backend, which only stands in here, adds up one by one in single precision; TensorFlow adds in a tree.
    const tolerance = testBackend === 'wasm' ? 1e-5 : 2e-6;
    expect(Math.abs(got - expected)).toBeLessThan(tolerance * Math.max(1, Math.abs(expected)));
    tf.dispose([x, y]);
    if (output instanceof tf.Tensor) output.dispose();
  });

  test('small batches, other dtypes and plain arrays are read as on the cpu backend', async () => {
    jest.spyOn(core, 'getBackend').mockReturnValue('tensorflow');
    const x = logits(3);
    for (const output of [tf.slice(x, 0, 2), tf.cast(x, 'int32')]) {
      const read = jest.spyOn(tf.Tensor.prototype, 'dataSync');
      const entropy = new Entropy();
      await entropy.update([output]);
      expect((read.mock.contexts as tf.Tensor[]).map(({ size }) => size)).toEqual([output.size]);
      output.dispose();
      jest.restoreAllMocks();
      jest.spyOn(core, 'getBackend').mockReturnValue('tensorflow');
    }
    x.dispose();
  });
});
