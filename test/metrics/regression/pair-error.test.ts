import * as tf from '@tensorflow/tfjs-core';
import type { PairError } from '../../../src/metrics/regression/pair-error';
import { errorsOf, errorsOnDevice, sumOfErrors } from '../../../src/metrics/regression/pair-error';
import { useTestBackend } from '../../support/backend';

useTestBackend();

const [yPred, y] = [
  [1, -4, 8],
  [3, 2, 4],
];

test.each<[PairError, number[]]>([
  [{ of: 'signed' }, [2, 6, -4]],
  [{ of: 'absolute' }, [2, 6, 4]],
  [{ of: 'squared' }, [4, 36, 16]],
  [{ of: 'logarithmic' }, [Math.log(2), Math.log(6), Math.log(4)]],
  [{ of: 'absolute', over: 'magnitudes', plus: 2 }, [2 / 6, 6 / 8, 4 / 14]],
  [{ of: 'signed', over: 'sum' }, [2 / 4, 6 / -2, -4 / 12]],
  [{ of: 'absolute', over: 'larger', plus: 1 }, [2 / 4, 6 / 3, 4 / 9]],
  [{ of: 'signed', over: 'target' }, [2 / 3, 6 / 2, -4 / 4]],
  [{ of: 'absolute', over: 'targetMagnitude', plus: -5 }, [2 / 2, 6 / 3, 4 / 1]],
])('%p of each pair, added up, and on the device', (error, expected) => {
  expect([...errorsOf(error, yPred, y)]).toEqual(expected);
  expect(sumOfErrors(error, yPred, y)).toBeCloseTo(expected.reduce((sum, one) => sum + one, 0), 12);
  const onDevice = tf.tidy(() => [...errorsOnDevice(error, tf.tensor1d(yPred), tf.tensor1d(y)).dataSync()]);
  onDevice.forEach((value, index) => expect(value).toBeCloseTo(expected[index] ?? NaN, 5));
});

test('of nothing there is nothing, and the sum is 0', () => {
  expect(errorsOf({ of: 'squared' }, [], [])).toHaveLength(0);
  expect([sumOfErrors({ of: 'squared' }, [], []), sumOfErrors({ of: 'signed', over: 'sum' }, [], [])]).toEqual([0, 0]);
});

test('NaN on either side is NaN', () => {
  for (const over of ['magnitudes', 'sum', 'larger', 'target', 'targetMagnitude'] as const) {
    expect([...errorsOf({ of: 'absolute', over }, [NaN, 1], [1, NaN])]).toEqual([NaN, NaN]);
  }
});
