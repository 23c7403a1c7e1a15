import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { CheckpointError, OptionError } from '../../src/errors';
import { plainState } from '../../src/handlers';
import { BestCopy } from '../../src/handlers/best-copy';
import { useTestBackend } from '../support/backend';

useTestBackend();

function make(): { data: { a: number }; more: { b: number[] }; copy: BestCopy } {
  const [data, more] = [{ a: 1 }, { b: [1] }];
  return { data, more, copy: new BestCopy('test', { data: plainState(data), more: plainState(more) }) };
}

it('puts all objects back to when the copy was taken', async () => {
  const { data, more, copy } = make();
  await copy.take();
  data.a = 2;
  more.b.push(2);
  await copy.putBack();
  expect([data, more]).toEqual([{ a: 1 }, { b: [1] }]);
});

it('puts nothing back before the first copy and after clear()', async () => {
  const { data, copy } = make();
  data.a = 2;
  await copy.putBack();
  await copy.take();
  copy.clear();
  data.a = 3;
  await copy.putBack();
  expect([data.a, copy.states]).toEqual([3, null]);
});

it('takes over a saved copy and leaves the objects as they are', async () => {
  const first = make();
  first.data.a = 7;
  await first.copy.take();
  const second = make();
  await second.copy.load(first.copy.states);
  expect(second.data.a).toBe(1);
  await second.copy.putBack();
  expect(second.data.a).toBe(7);
});

it.each([undefined, 1, [], { data: { a: 1 } }, { data: { a: 1 }, more: { b: [] }, other: {} }, { data: {}, more: { b: [] } }, { data: { a: 2 }, more: {} }])(
  'refuses the copy %j and stays as it was',
  async (states) => {
    const { data, more, copy } = make();
    await copy.take();
    await expect(copy.load(states)).rejects.toThrow(CheckpointError);
    expect([data, more, copy.states]).toEqual([{ a: 1 }, { b: [1] }, { data: { a: 1 }, more: { b: [1] } }]);
  },
);

it('holds no tensors of a model', async () => {
  const model = sequential({ layers: [layers.dense({ units: 3, inputShape: [2] })] });
  const before = tf.memory().numTensors;
  const copy = new BestCopy('test', { model });
  await copy.take();
  await copy.putBack();
  await copy.load(copy.states);
  expect(tf.memory().numTensors).toBe(before);
  model.dispose();
});

it('refuses no objects, and those that cannot be saved', () => {
  expect(() => new BestCopy('test', {})).toThrow(OptionError);
  expect(() => new BestCopy('test', { model: {} })).toThrow('test.model: expected a model');
});
