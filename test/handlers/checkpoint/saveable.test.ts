import * as tf from '@tensorflow/tfjs-core';
import { OptionError } from '../../../src/errors';
import { saveAll, toStateDict } from '../../../src/handlers/checkpoint/saveable';
import { useTestBackend } from '../../support/backend';

useTestBackend();

it('an object with a state dict stands for itself, also when it looks like a model', () => {
  const value = { stateDict: () => ({}), loadStateDict: () => undefined, forward: () => tf.scalar(0), parameters: () => [], buffers: () => [] };
  expect(toStateDict('Checkpoint', 'a', value)).toBe(value);
});

it('a model is saved by the names of its weights', async () => {
  const variable = tf.variable(tf.scalar(3));
  const model = { forward: (x: tf.Tensor) => x, parameters: () => [{ name: 'w', variable }], buffers: () => [] };
  expect(Object.keys((await saveAll('Checkpoint', { model })).model ?? {})).toEqual(['w']);
  variable.dispose();
});

it.each([1, null, {}, { stateDict: () => ({}) }])('%p is refused', (value) => {
  expect(() => toStateDict('Checkpoint.toSave', 'a', value)).toThrow(OptionError);
});
