import * as tf from '@tensorflow/tfjs-core';
import { disposeTensors, isTensor, isVariable, mapTensors, tensorsIn } from '../../src/tensor';
import { useTestBackend } from '../support/backend';

useTestBackend();

class Holder {
  constructor(readonly tensor: tf.Tensor) {}
}

describe('tensorsIn', () => {
  it('finds tensors in arrays and plain objects, and enters nothing else', () => {
    const [a, b, c] = [tf.scalar(1), tf.scalar(2), tf.scalar(3)] as const;
    expect(tensorsIn([a, { b }, new Holder(c), new Map([['c', c]]), 1, null])).toEqual([a, b]);
  });
});

describe('disposeTensors', () => {
  it('disposes each tensor once, spares variables and what the exception holds', () => {
    const [a, b] = [tf.scalar(1), tf.scalar(2)] as const;
    const variable = tf.variable(tf.scalar(3));
    disposeTensors([a, { a }, b, variable], { y: [b] });
    expect([a.isDisposed, b.isDisposed, variable.isDisposed]).toEqual([true, false, false]);
  });
});

describe('mapTensors', () => {
  it('keeps the structure and every other value', () => {
    const tensor = tf.scalar(1);
    const holder = new Holder(tensor);
    const mapped = mapTensors({ a: [tensor, 2], holder, text: 'x' }, (t) => tf.add(t, 1));
    expect((mapped.a[0] as tf.Tensor).dataSync()[0]).toBe(2);
    expect(mapped.a[1]).toBe(2);
    expect(mapped.holder).toBe(holder);
    expect(mapped.text).toBe('x');
  });
});

describe('isTensor and isVariable', () => {
  it('go by structure', () => {
    expect([isTensor(tf.scalar(1)), isTensor(tf.variable(tf.scalar(1))), isTensor([1]), isTensor(null)]).toEqual([true, true, false, false]);
    expect([isVariable(tf.scalar(1)), isVariable(tf.variable(tf.scalar(1)))]).toEqual([false, true]);
  });
});
