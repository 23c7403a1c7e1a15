import * as tf from '@tensorflow/tfjs-layers';
import * as core from '@tensorflow/tfjs-core';
import { CheckpointError, OptionError } from '../../src/errors';
import type { NamedParameter, Trainable } from '../../src/optim';
import { buffersOf, modelState, parametersOf, weightsOf } from '../../src/optim';
import { useTestBackend } from '../support/backend';

useTestBackend();

const names = (parameters: NamedParameter[]) => parameters.map((parameter) => parameter.name);

/** Given and automatic names, a nested model, a wrapper of two layers, running statistics. */
function build(): tf.Sequential {
  return tf.sequential({
    layers: [
      tf.layers.dense({ units: 2, inputShape: [3] }),
      tf.layers.batchNormalization({ name: 'norm' }),
      tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [2] })] }),
      tf.layers.reshape({ targetShape: [2, 1] }),
      tf.layers.bidirectional({ layer: tf.layers.simpleRNN({ units: 1, recurrentInitializer: 'glorotUniform' }), mergeMode: 'concat' }),
      tf.layers.dense({ name: 'head', units: 1 }),
    ],
  });
}

const expected = [
  'layers.0/kernel', 'layers.0/bias',
  'norm/gamma', 'norm/beta', 'norm/moving_mean', 'norm/moving_variance',
  'layers.2/layers.0/kernel', 'layers.2/layers.0/bias',
  'layers.4/forward_simple_rnn/kernel', 'layers.4/forward_simple_rnn/recurrent_kernel', 'layers.4/forward_simple_rnn/bias',
  'layers.4/backward_simple_rnn/kernel', 'layers.4/backward_simple_rnn/recurrent_kernel', 'layers.4/backward_simple_rnn/bias',
  'head/kernel', 'head/bias',
];

describe('names of a layers model', () => {
  it('are the layer, or its position where it was given no name, and the weight', () => {
    expect(names(weightsOf(build()))).toEqual(expected);
  });

  it('do not depend on what the process has built before', () => {
    expect(names(weightsOf(build()))).toEqual(names(weightsOf(build())));
  });

  it('survive saving and loading the model, which makes automatic names given ones', async () => {
    const model = build();
    const copy = await tf.models.modelFromJSON(JSON.parse(JSON.stringify(model.toJSON(null, false))));
    expect(names(weightsOf(copy))).toEqual(expected);
  });

  it('count a shared layer once', () => {
    const shared = tf.layers.dense({ name: 'shared', units: 2 });
    const [a, b] = [tf.input({ shape: [2] }), tf.input({ shape: [2] })];
    const model = tf.model({ inputs: [a, b], outputs: [shared.apply(a) as tf.SymbolicTensor, shared.apply(b) as tf.SymbolicTensor] });
    expect(names(weightsOf(model))).toEqual(['shared/kernel', 'shared/bias']);
  });
});

describe('parametersOf and buffersOf', () => {
  it('tell what is trained from running statistics', () => {
    const statistics = ['norm/moving_mean', 'norm/moving_variance'];
    expect(names(parametersOf(build()))).toEqual(expected.filter((name) => !statistics.includes(name)));
    expect(names(buffersOf(build()))).toEqual(statistics);
  });

  it('leave frozen layers out of the parameters, and frozen weights out of the buffers', () => {
    const model = build();
    for (const layer of model.layers) layer.trainable = layer.name === 'head';
    expect(names(parametersOf(model))).toEqual(['head/kernel', 'head/bias']);
    expect(names(buffersOf(model))).toEqual(['norm/moving_mean', 'norm/moving_variance']);
    expect(names(weightsOf(model)).sort()).toEqual([...expected].sort());
  });

  it('take a model written by hand at its word, frozen variables apart', () => {
    const [w, b, seen] = [core.variable(core.scalar(1)), core.variable(core.scalar(2), false), core.variable(core.scalar(3), false)] as const;
    const model: Trainable = {
      forward: (x) => core.mul(x, w),
      parameters: () => [{ name: 'w', variable: w }, { name: 'b', variable: b }],
      buffers: () => [{ name: 'seen', variable: seen }],
    };
    expect([names(parametersOf(model)), names(buffersOf(model)), names(weightsOf(model))]).toEqual([['w'], ['seen'], ['w', 'b', 'seen']]);
  });

  it('refuse what is no model, and two parameters of one name', () => {
    expect(() => parametersOf({} as Trainable)).toThrow(OptionError);
    const [w, v] = [core.variable(core.scalar(1)), core.variable(core.scalar(1))];
    const twice: Trainable = { forward: (x) => x, parameters: () => [{ name: 'w', variable: w }], buffers: () => [{ name: 'w', variable: v }] };
    expect(() => weightsOf(twice)).toThrow('different names');
  });
});

describe('modelState', () => {
  it('loads the state of one build of a model into another, bit for bit', async () => {
    const [first, second] = [build(), build()];
    await modelState(second).loadStateDict(await modelState(first).stateDict());
    const values = (model: tf.LayersModel) => model.getWeights().map((weight) => [...weight.dataSync()]);
    expect(values(second)).toEqual(values(first));
  });

  it('takes all or nothing', async () => {
    const [first, second] = [build(), build()];
    const state = { ...(await modelState(first).stateDict()) };
    const before = second.getWeights().map((weight) => [...weight.dataSync()]);
    const bias = { dtype: 'float32', shape: [9], data: new Float32Array(9) } as const;
    const missing = Object.fromEntries(Object.entries(state).slice(1));
    for (const broken of [{ ...state, 'head/bias': bias }, { ...state, more: bias }, missing]) {
      expect(() => void modelState(second).loadStateDict(broken)).toThrow(CheckpointError);
    }
    expect(second.getWeights().map((weight) => [...weight.dataSync()])).toEqual(before);
  });

  it('leaves no tensors behind', async () => {
    const model = build();
    const state = await modelState(model).stateDict();
    const before = core.memory().numTensors;
    await modelState(model).loadStateDict(await modelState(model).stateDict());
    await modelState(model).loadStateDict(state);
    expect(core.memory().numTensors).toBe(before);
  });
});
