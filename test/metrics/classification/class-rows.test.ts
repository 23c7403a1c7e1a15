import * as tf from '@tensorflow/tfjs-core';
import { classInputs } from '../../../src/metrics/classification/class-inputs';
import { classRows, classRowsOnDevice } from '../../../src/metrics/classification/class-rows';
import { useTestBackend } from '../../support/backend';

useTestBackend();

const values = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

test.each([
  ['binary', [2, 3, 2], [2, 3, 2], 'NHWC', [12], values],
  ['classes last', [2, 3, 2], [2, 3], 'NHWC', [6, 2], values],
  ['classes second', [2, 3, 2], [2, 2], 'NCHW', [4, 3], [0, 2, 4, 1, 3, 5, 6, 8, 10, 7, 9, 11]],
] as const)('%s, here and on the device', (_, yPred, y, layout, shape, expected) => {
  const inputs = classInputs('test', yPred, y, { isMultilabel: false, layout });
  const rows = classRows(inputs, values);
  expect([rows.shape, Array.from(rows.data)]).toEqual([shape, expected]);
  tf.tidy(() => {
    const tensor = classRowsOnDevice(inputs, tf.tensor(values, [...yPred]));
    expect([tensor.shape, [...tensor.dataSync()]]).toEqual([shape, expected]);
  });
});
