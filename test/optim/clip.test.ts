import * as tf from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { OptionError } from '../../src/errors';
import { clipGradNorm, clipGradValue } from '../../src/optim';
import { useTestBackend } from '../support/backend';

useTestBackend();

const read = (gradients: ReadonlyMap<string, tf.Tensor>) => [...gradients.values()].flatMap((gradient) => [...gradient.dataSync()]);
const pair = () => new Map<string, tf.Tensor>([['a', tf.tensor2d([[3, 0]])], ['b', tf.scalar(-4)]]);

describe('clipGradNorm', () => {
  it.each([
    [2, 5, [0.6, 0, -0.8]],
    [1, 7, [3 / 7, 0, -4 / 7]],
    [Infinity, 4, [0.75, 0, -1]],
  ])('with p = %s measures all gradients together and scales them by one factor', (p, norm, expected) => {
    const clipped = clipGradNorm(pair(), 1, p);
    expect(clipped.norm.dataSync()[0]).toBeCloseTo(norm, 5);
    read(clipped.gradients).forEach((value, index) => expect(value).toBeCloseTo(expected[index] ?? NaN, 5));
    expect([...clipped.gradients.keys()]).toEqual(['a', 'b']);
  });

  it('never enlarges', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ min: -9, max: 9, noNaN: true }), { minLength: 1 }), fc.float({ min: Math.fround(0.01), max: 20, noNaN: true }), (values, maxNorm) => {
        const clipped = read(clipGradNorm(new Map([['a', tf.tensor1d(values)]]), maxNorm).gradients);
        expect(Math.hypot(...clipped)).toBeLessThanOrEqual(maxNorm * (1 + 1e-5));
        clipped.forEach((value, index) => expect(Math.abs(value)).toBeLessThanOrEqual(Math.abs(values[index] ?? NaN)));
      }),
    );
  });

  it('leaves nothing behind but the norm and the new gradients', () => {
    const gradients = pair();
    const before = tf.memory().numTensors;
    const clipped = clipGradNorm(gradients, 1);
    expect(tf.memory().numTensors).toBe(before + 3);
    tf.dispose([clipped.norm, ...clipped.gradients.values()]);
  });

  it('refuses limits that are not above 0', () => {
    for (const limit of [0, -1, NaN, Infinity]) expect(() => clipGradNorm(pair(), limit)).toThrow(OptionError);
    expect(() => clipGradNorm(pair(), 1, 0)).toThrow(OptionError);
  });
});

describe('clipGradValue', () => {
  it('limits every element', () => {
    expect(read(clipGradValue(pair(), 3.5))).toEqual([3, 0, -3.5]);
  });

  it('refuses limits that are not above 0', () => {
    expect(() => clipGradValue(pair(), 0)).toThrow(OptionError);
  });
});
