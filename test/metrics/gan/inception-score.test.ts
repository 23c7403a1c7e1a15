import * as tf from '@tensorflow/tfjs-core';
import { Engine } from '../../../src/engine';
import { NotComputableError, OptionError, ShapeError } from '../../../src/errors';
import { InceptionScore } from '../../../src/metrics';
import { useTestBackend } from '../../support/backend';
import { pretendReadsAreDear } from '../../support/dear-reads';

useTestBackend();
afterEach(() => jest.restoreAllMocks());

// By hand: the exponential of the mean divergence from (1/2, 1/2), and from (3/4, 1/4).
const divergence = (p: number, q: number): number => p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q));

test.each([
  ['sure of every image, and of all classes alike', [[1, 0, 0], [0, 1, 0], [0, 0, 1]], 3],
  ['sure of every image, and of one class only', [[1, 0, 0], [1, 0, 0]], 1],
  ['unsure', [[0.25, 0.5, 0.25], [0.25, 0.5, 0.25]], 1],
  ['in between', [[0.9, 0.1, 0], [0.1, 0.9, 0]], Math.exp(divergence(0.9, 0.5))],
  ['not of all classes alike', [[0.9, 0.1, 0], [0.6, 0.4, 0]], Math.exp((divergence(0.9, 0.75) + divergence(0.6, 0.75)) / 2)],
])('%s, here and on the device', async (_, probabilities, expected) => {
  for (const reads of ['near', 'dear']) {
    if (reads === 'dear') pretendReadsAreDear();
    const score = new InceptionScore({ numFeatures: 3 });
    const tensor = tf.tensor2d(probabilities);
    await score.update(tensor);
    tensor.dispose();
    expect(await score.compute()).toBeCloseTo(expected, 5);
    score.dispose();
  }
});

test('one output is no pair, also when it is plain arrays', async () => {
  const engine = new Engine(() => [[1, 0], [0, 1]]);
  new InceptionScore({ numFeatures: 2 }).attach(engine, 'score');
  await engine.run([0]);
  expect(engine.state.metrics.score).toBeCloseTo(2, 10);
  await engine.dispose();
});

test('refuses options and shapes that do not fit, and has no value without images', () => {
  for (const options of [{}, { numFeatures: -1 }, { numFeatures: 2, featureExtractor: 'inception' }]) expect(() => new InceptionScore(options as never)).toThrow(OptionError);
  const score = new InceptionScore({ numFeatures: 2 });
  for (const wrong of [[0.5, 0.5], [[1]], []]) expect(() => score.update(wrong)).toThrow(ShapeError);
  expect(() => score.compute()).toThrow(NotComputableError);
});
