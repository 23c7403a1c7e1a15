import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { PSNR, SSIM } from '../../../src/metrics';
import { describeContract, subject, tensorsOf } from '../contract';

const pixel = fc.float({ min: 0, max: 1, noNaN: true });
const row = fc.tuple(fc.tuple(pixel, pixel), fc.tuple(pixel, pixel), fc.tuple(pixel, pixel));
const image = fc.tuple(row, row, row);
const volume = fc.tuple(image, image, image);
const byte = fc.integer({ min: 0, max: 255 });

const refused = {
  'different shapes': () => [tf.ones([1, 3, 3, 2]), tf.ones([1, 3, 3, 1])],
  'different dtypes': () => [tf.ones([1, 3, 3, 2]), tf.ones([1, 3, 3, 2], 'int32')],
  strings: () => [tf.tensor(['a', 'b']), tf.tensor(['a', 'b'])],
};

describeContract([
  subject({
    name: 'PSNR',
    make: (options) => new PSNR({ ...options, dataRange: 1 }),
    example: fc.tuple(image, image),
    batch: tensorsOf('float32', 'float32'),
    refused: { ...refused, scalars: () => [1, 1] },
  }),
  subject({
    name: 'PSNR, bytes',
    make: (options) => new PSNR({ ...options, dataRange: 255 }),
    example: fc.tuple(fc.tuple(byte, byte), fc.tuple(byte, byte)),
    batch: tensorsOf('int32', 'int32'),
    refused: {},
  }),
  subject({
    name: 'SSIM',
    make: (options) => new SSIM({ ...options, dataRange: 1, kernelSize: [5, 3], sigma: [1.5, 0.5] }),
    example: fc.tuple(image, image),
    batch: tensorsOf('float32', 'float32'),
    refused: { ...refused, 'three axes': () => [tf.ones([3, 3, 2]), tf.ones([3, 3, 2])], 'images smaller than the window': () => [tf.ones([1, 2, 9, 1]), tf.ones([1, 2, 9, 1])] },
    tolerance: 1e-3,
  }),
  subject({
    name: 'SSIM, channels second',
    make: (options) => new SSIM({ ...options, dataRange: 1, kernelSize: 3, gaussian: false, layout: 'NCHW' }),
    example: fc.tuple(image, image),
    batch: tensorsOf('float32', 'float32'),
    refused: { 'images without channels': () => [tf.ones([1, 0, 3, 3]), tf.ones([1, 0, 3, 3])] },
    tolerance: 1e-3,
  }),
  subject({
    name: 'SSIM, volumes',
    make: (options) => new SSIM({ ...options, dataRange: 1, kernelSize: [3, 5, 3], ndims: 3 }),
    example: fc.tuple(volume, volume),
    batch: tensorsOf('float32', 'float32'),
    refused: { 'flat images': () => [tf.ones([1, 3, 3, 2]), tf.ones([1, 3, 3, 2])] },
    tolerance: 1e-3,
  }),
]);
