import * as tf from '@tensorflow/tfjs-core';
import { NotComputableError, OptionError, ShapeError } from '../../../src/errors';
import { ConfusionMatrix } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

const scores = [[0.9, 0.1], [0.6, 0.4], [0.2, 0.8], [0.2, 0.8]];

test.each([
  [null, [[1, 0], [1, 1]]],
  ['samples', [[0.25, 0], [0.25, 0.25]]],
  ['recall', [[1, 0], [0.5, 0.5]]],
  ['precision', [[0.5, 0], [0.5, 1]]],
] as const)('average %p; a target that is no class is ignored, here and on the device', async (average, expected) => {
  const [near, far] = [new ConfusionMatrix({ numClasses: 2, average }), new ConfusionMatrix({ numClasses: 2, average })];
  await near.update([scores, [0, 1, 1, 255]]);
  expect(await near.compute()).toEqual(expected);
  pretendReadsAreDear();
  const before = tf.memory().numTensors;
  const tensors = [tf.tensor2d(scores), tf.tensor1d([0, 1, 1, 255], 'int32')] as const;
  await far.update(tensors);
  tf.dispose([...tensors]);
  expect(await far.compute()).toEqual(expected);
  far.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('refuses options and shapes that do not fit, and stays usable', () => {
  expect(() => new ConfusionMatrix({ numClasses: 1 })).toThrow(OptionError);
  expect(() => new ConfusionMatrix({ numClasses: 2, average: 'macro' as never })).toThrow(OptionError);
  const matrix = new ConfusionMatrix({ numClasses: 2 });
  for (const pair of [[[[1, 2, 3]], [0]], [[1, 0], [1, 0]], [scores, [0]]]) expect(() => matrix.update(pair as never)).toThrow(ShapeError);
  expect(() => matrix.compute()).toThrow(NotComputableError);
});
