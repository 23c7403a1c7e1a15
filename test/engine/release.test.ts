import * as tf from '@tensorflow/tfjs-core';
import { releaseTensors } from '../../src/engine';
import { useTestBackend } from '../support/backend';
import { FakeTensor } from './helpers';

useTestBackend();

describe('releaseTensors', () => {
  test('disposes tensors in arrays and plain objects, however deep, each once', () => {
    const [a, b, c] = [new FakeTensor(), new FakeTensor(), new FakeTensor()];
    releaseTensors([a, { b, deeper: [{ c }, a], text: 'x', number: 1, nothing: null }, 0.5]);
    expect([a, b, c].map(({ disposals }) => disposals)).toEqual([1, 1, 1]);
  });

  test('looks behind numbers in a list', () => {
    const tensor = new FakeTensor();
    releaseTensors([0.5, tensor]);
    expect(tensor.isDisposed).toBe(true);
  });

  test('leaves what is to be kept, also where it is nested otherwise', () => {
    const [x, y] = [new FakeTensor(), new FakeTensor()];
    releaseTensors({ prediction: x, target: y }, [[{ ys: y }]]);
    expect([x.isDisposed, y.isDisposed]).toEqual([true, false]);
  });

  test('goes into no class instance, map or typed array', () => {
    const tensor = new FakeTensor();
    class Holder {
      tensor = tensor;
    }
    releaseTensors([new Holder(), new Map([['t', tensor]]), new Float32Array(3)]);
    expect(tensor.isDisposed).toBe(false);
  });

  test('copes with cycles', () => {
    const tensor = new FakeTensor();
    const knot: Record<string, unknown> = { tensor };
    knot.self = [knot];
    releaseTensors(knot);
    expect(tensor.disposals).toBe(1);
  });

  test('disposes real tensors, and never a variable', () => {
    const before = tf.memory().numTensors;
    const initial = tf.scalar(1);
    const variable = tf.variable(initial);
    initial.dispose();
    releaseTensors({ loss: tf.scalar(2), weights: [variable] });
    expect(variable.isDisposed).toBe(false);
    variable.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('leaves a tensor alone that is disposed already', () => {
    const tensor = new FakeTensor();
    tensor.dispose();
    releaseTensors(tensor);
    expect(tensor.disposals).toBe(1);
  });
});
