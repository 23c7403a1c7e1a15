import * as tf from '@tensorflow/tfjs-core';
import { OptionError, ShapeError } from '../../../src/errors';
import type { SSIMOptions } from '../../../src/metrics';
import { SSIM } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

/** Images that are not smooth, channels second. */
function images(shape: readonly number[], step: number, modulus: number): tf.Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return tf.tensor(Float32Array.from({ length: size }, (_, index) => ((index * step) % modulus) / (modulus - 1)), [...shape]);
}

const flat = [2, 2, 5, 6];
const volumes = [1, 2, 4, 5, 6];

// Values of ignite.metrics.SSIM 0.6.0.
test.each<[string, Omit<SSIMOptions, 'dataRange'>, readonly number[], number]>([
  ['a window of different sizes', { kernelSize: [5, 3], sigma: [1.5, 0.5] }, flat, 0.06349230856479457],
  ['a uniform window', { kernelSize: 3, gaussian: false }, flat, 0.6283320300281048],
  ['a wide uniform window and other constants', { kernelSize: 7, gaussian: false, k1: 0.05, k2: 0.1 }, flat, 0.11498683804335694],
  ['volumes', { kernelSize: [3, 5, 7], sigma: 1, ndims: 3 }, volumes, -0.0007023691426487252],
  ['volumes and more positions than pixels', { kernelSize: [5, 5, 3], sigma: 1, ndims: 3 }, volumes, -0.006926193257095292],
])('%s, with channels last and second, here and on the device', async (_, options, shape, expected) => {
  const second = [images(shape, 7, 11), images(shape, 5, 13)] as const;
  const axes = shape.map((__, axis) => axis);
  const last = second.map((tensor) => tf.transpose(tensor, [0, ...axes.slice(2), 1]));
  for (const reads of ['near', 'dear']) {
    if (reads === 'dear') pretendReadsAreDear();
    for (const layout of ['NHWC', 'NCHW'] as const) {
      const ssim = new SSIM({ dataRange: 1, layout, ...options });
      await ssim.update(layout === 'NCHW' ? second : (last as [tf.Tensor, tf.Tensor]));
      expect(await ssim.compute()).toBeCloseTo(expected, 4);
      ssim.dispose();
    }
  }
  tf.dispose([...second, ...last]);
});

test('whole numbers', async () => {
  const ssim = new SSIM({ dataRange: 255, kernelSize: 3, layout: 'NCHW' });
  const a = Uint8Array.of(0, 178, 76, 255, 153, 51, 229, 127, 25, 204, 102, 0, 178, 76, 255, 153);
  const b = Uint8Array.of(0, 106, 212, 42, 148, 255, 85, 191, 21, 127, 233, 63, 170, 0, 106, 212);
  const host = (data: Uint8Array) => ({ dtype: 'uint8' as const, shape: [1, 1, 4, 4], data });
  await ssim.update([host(a), host(b)]);
  // Of ignite.metrics.SSIM 0.6.0.
  expect(ssim.compute()).toBeCloseTo(-0.09728480997000588, 5);
});

test('images of other sizes may follow; each image counts alike', async () => {
  const ssim = new SSIM({ dataRange: 1, kernelSize: 3 });
  const values: number[] = [];
  for (const shape of [[1, 3, 4, 1], [2, 6, 5, 3]]) {
    const pair = [images(shape, 7, 11), images(shape, 5, 13)] as const;
    const alone = new SSIM({ dataRange: 1, kernelSize: 3 });
    await alone.update(pair);
    await ssim.update(pair);
    tf.dispose([...pair]);
    values.push(await alone.compute());
  }
  expect(ssim.compute()).toBeCloseTo(((values[0] ?? NaN) + 2 * (values[1] ?? NaN)) / 3, 10);
});

test('refuses options that do not fit', () => {
  const wrong = [
    { kernelSize: 4 },
    { kernelSize: -3 },
    { kernelSize: 2.5 },
    { kernelSize: [3, 3, 3] },
    { sigma: 0 },
    { sigma: [1] },
    { sigma: [1, -1] },
    { ndims: 4 },
    { ndims: 3, kernelSize: [3, 3] },
    { k1: -1 },
    { k2: NaN },
    { gaussian: 1 },
    { layout: 'NCDHW' },
    { dataRange: 0 },
    { kernelsize: 3 },
  ];
  for (const options of wrong) expect(() => new SSIM({ dataRange: 1, ...options } as never)).toThrow(OptionError);
});

test('refuses shapes that do not fit', async () => {
  const [flatOne, volume] = [new SSIM({ dataRange: 1, kernelSize: 5 }), new SSIM({ dataRange: 1, kernelSize: [1, 3, 9], ndims: 3 })];
  const pair = (shape: number[]) => {
    const host = { dtype: 'float32' as const, shape, data: new Float32Array(shape.reduce((product, length) => product * length, 1)) };
    return [host, host] as const;
  };
  for (const shape of [[], [5, 5], [1, 5, 5], [1, 5, 5, 1, 1], [1, 5, 2, 1], [1, 5, 5, 0]]) expect(() => flatOne.update(pair(shape))).toThrow(ShapeError);
  expect(() => volume.update(pair([1, 9, 9, 6, 1]))).toThrow('more than 6 pixels');
  await flatOne.update(pair([1, 3, 3, 1]));
  expect(flatOne.compute()).toBe(1);
});
