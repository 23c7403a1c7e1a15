import * as tf from '@tensorflow/tfjs-core';
import { OptionError } from '../../src/errors';
import { outputPart } from '../../src/training/output-part';
import { useTestBackend } from '../support/backend';

useTestBackend();

test('parts by name, by position, and the output itself', () => {
  const tensor = tf.scalar(1);
  expect(outputPart({ a: 1, b: 2 }, 'b', 0)).toBe(2);
  expect(outputPart([1, 2], 'b', 1)).toBe(2);
  expect(outputPart(3, 'b', 1)).toBe(3);
  expect(outputPart(tensor, 'b', 1)).toBe(tensor);
  tensor.dispose();
});

test.each([
  [{ loss: 1, norm: 2 }, 'parts of the output (loss, norm)'],
  [[1], 'parts of the output (0)'],
  ['text', 'an output that is an object'],
  [null, 'an output that is an object'],
  [undefined, 'an output that is an object'],
])('there is no such part of %j', (output, message) => {
  expect(() => outputPart(output, 'accuracy', 1)).toThrow(OptionError);
  expect(() => outputPart(output, 'accuracy', 1)).toThrow(message);
});
