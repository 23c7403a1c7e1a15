import * as tf from '@tensorflow/tfjs-core';
import { CheckpointError, OptionError, StateError } from '../../src/errors';
import { Adam, fromTf } from '../../src/optim';
import { useTestBackend } from '../support/backend';

useTestBackend();

const makers: Record<string, () => tf.Optimizer> = {
  sgd: () => tf.train.sgd(0.1),
  momentum: () => tf.train.momentum(0.1, 0.9),
  adagrad: () => tf.train.adagrad(0.1),
  adadelta: () => tf.train.adadelta(0.1),
  adam: () => tf.train.adam(0.1),
  adamax: () => tf.train.adamax(0.1),
  rmsprop: () => tf.train.rmsprop(0.1, 0.9, 0.5, 1e-7, true),
};

function pair() {
  const [a, b] = [tf.variable(tf.tensor1d([1, 2])), tf.variable(tf.scalar(3))];
  return { variables: [a, b] as const, params: [{ name: 'a', variable: a }, { name: 'b', variable: b }] };
}

const gradients = (scale: number) => new Map<string, tf.Tensor>([['a', tf.tensor1d([scale, -1])], ['b', tf.scalar(scale)]]);
const values = ({ variables }: ReturnType<typeof pair>) => variables.map((variable) => [...variable.dataSync()]);

describe.each(Object.entries(makers))('fromTf(%s)', (_, make) => {
  it('steps as the optimizer itself does', () => {
    const [ours, raw] = [pair(), pair()];
    const adapter = fromTf(make(), ours.params);
    const optimizer = make();
    for (const scale of [1, -2, 0.5]) {
      adapter.step(gradients(scale));
      const given = gradients(scale);
      optimizer.applyGradients(raw.params.map(({ name, variable }) => ({ name: variable.name, tensor: given.get(name) as tf.Tensor })));
    }
    expect(values(ours)).toEqual(values(raw));
  });

  it('takes the learning rate from paramGroups at each step', () => {
    const [ours, raw] = [pair(), pair()];
    const adapter = fromTf(make(), ours.params);
    const optimizer = make();
    const holder = optimizer as unknown as { learningRate: number; setLearningRate?(rate: number): void };
    for (const lr of [0.1, 0.25]) {
      for (const group of adapter.paramGroups) group.lr = lr;
      adapter.step(gradients(1));
      // The way that takes effect, which differs from optimizer to optimizer.
      if (holder.setLearningRate === undefined) holder.learningRate = lr;
      else holder.setLearningRate(lr);
      const given = gradients(1);
      optimizer.applyGradients(raw.params.map(({ name, variable }) => ({ name: variable.name, tensor: given.get(name) as tf.Tensor })));
    }
    expect(values(ours)).toEqual(values(raw));
  });

  it('refuses a learning rate that was written past it', () => {
    const ours = pair();
    const optimizer = make();
    const adapter = fromTf(optimizer, ours.params);
    Object.assign(optimizer, { learningRate: 5 });
    expect(() => adapter.step(gradients(1))).toThrow(StateError);
  });

  it('refuses another list of parameters than at the first step', () => {
    const ours = pair();
    const adapter = fromTf(make(), ours.params);
    adapter.step(gradients(1));
    expect(() => adapter.step(new Map([['b', tf.scalar(1)]]))).toThrow('the same 2 parameters');
  });

  it('gives back every tensor that it or the optimizer made', () => {
    const ours = pair();
    const given = gradients(1);
    const before = tf.memory().numTensors;
    const adapter = fromTf(make(), ours.params);
    adapter.step(given);
    const running = tf.memory().numTensors;
    adapter.step(given);
    expect(tf.memory().numTensors).toBe(running);
    adapter.dispose();
    // Adagrad, Adadelta, Momentum and the like free what they own; scalars made in a constructor are theirs to lose.
    expect(tf.memory().numTensors).toBeLessThanOrEqual(before + 4);
  });
});

describe.each(Object.entries(makers).filter(([name]) => name !== 'adamax'))('the state of fromTf(%s)', (_, make) => {
  it('resumes with the same bits, in a process where variables have other names', async () => {
    const whole = pair();
    const undisturbed = fromTf(make(), whole.params);
    for (const scale of [1, -2, 0.5, 3]) undisturbed.step(gradients(scale));

    const first = pair();
    const before = fromTf(make(), first.params);
    for (const scale of [1, -2]) before.step(gradients(scale));
    const [a, b] = first.variables.map((variable) => tf.variable(tf.clone(variable))) as [tf.Variable, tf.Variable];
    const after = fromTf(make(), [{ name: 'a', variable: a }, { name: 'b', variable: b }]);
    await after.loadStateDict(await before.stateDict());
    for (const scale of [0.5, 3]) after.step(gradients(scale));
    expect([a, b].map((variable) => [...variable.dataSync()])).toEqual(values(whole));
  });

  it('leaves no tensors behind', async () => {
    const adapter = fromTf(make(), pair().params);
    adapter.step(gradients(1));
    const state = await adapter.stateDict();
    const before = tf.memory().numTensors;
    await adapter.loadStateDict(await adapter.stateDict());
    await adapter.loadStateDict(state);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('fromTf', () => {
  it('refuses what is no TensorFlow.js optimizer, and nothing to train', () => {
    expect(() => fromTf(new Adam(pair().params) as never, pair().params)).toThrow(OptionError);
    expect(() => fromTf(tf.train.sgd(0.1), [])).toThrow(OptionError);
  });

  it('refuses to save Adamax, whose state TensorFlow.js cannot give', async () => {
    await expect(fromTf(tf.train.adamax(0.1), pair().params).stateDict()).rejects.toThrow(CheckpointError);
  });

  it('refuses the state of another kind of optimizer', async () => {
    const state = await fromTf(tf.train.sgd(0.1), pair().params).stateDict();
    await expect(fromTf(tf.train.adam(0.1), pair().params).loadStateDict(state)).rejects.toThrow(CheckpointError);
  });
});
