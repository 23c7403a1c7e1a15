import fc from 'fast-check';
import * as tf from '@tensorflow/tfjs-core';
import { inverse, permuteAxes, torchEntries } from '../../../src/models/weights/torch-layout';
import { useTestBackend } from '../../support/backend';
import { noise, tinyDensenet } from '../tiny';

useTestBackend();

const cases = fc
  .array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 })
  .chain((shape) => fc.record({ shape: fc.constant(shape), order: fc.shuffledSubarray(shape.map((_, axis) => axis), { minLength: shape.length }) }));

describe('permuteAxes', () => {
  it('equals tf.transpose', () => {
    fc.assert(
      fc.property(cases, ({ shape, order }) => {
        const values = noise(shape.reduce((product, size) => product * size, 1));
        const expected = tf.tidy(() => tf.transpose(tf.tensor(values, shape), order).dataSync());
        expect(permuteAxes(values, shape, order)).toEqual(expected);
      }),
    );
  });

  it('is undone by the inverse order', () => {
    fc.assert(
      fc.property(cases, ({ shape, order }) => {
        const values = noise(shape.reduce((product, size) => product * size, 1));
        const moved = permuteAxes(values, shape, order);
        expect(permuteAxes(moved, order.map((axis) => shape[axis] ?? 0), inverse(order))).toEqual(values);
      }),
    );
  });
});

it('torchEntries gives every weight once, under a key of its own', () => {
  const model = tinyDensenet();
  const entries = torchEntries(model);
  expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
  expect(entries.length).toBe(model.weights.length);
});
