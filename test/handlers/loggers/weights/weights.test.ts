import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { Engine, Events } from '../../../../src/engine';
import { OptionError } from '../../../../src/errors';
import type { LogHandler, WeightsScalarOptions } from '../../../../src/handlers';
import { GradientEvents, gradientsHistogramHandler, gradientsScalarHandler, weightsHistogramHandler, weightsScalarHandler } from '../../../../src/handlers';
import * as losses from '../../../../src/losses';
import { SGD, parametersOf } from '../../../../src/optim';
import type { NamedParameter } from '../../../../src/optim';
import { createSupervisedTrainer } from '../../../../src/training';
import { useTestBackend } from '../../../support/backend';
import { onDeviceBackend } from '../../../support/device-backend';
import { memoryLogger } from '../memory-sink';

useTestBackend();

const kinds = ['scalars', 'histogram'] as const;

/** `fc1` is frozen; `norm` has buffers. */
function buildModel() {
  return layers.sequential({
    layers: [
      layers.layers.dense({ name: 'fc1', units: 3, inputShape: [2], kernelInitializer: 'ones', trainable: false }),
      layers.layers.batchNormalization({ name: 'norm' }),
      layers.layers.dense({ name: 'fc2', units: 1, kernelInitializer: 'ones' }),
    ],
  });
}

/** `w` times the input; gradients of `mse` are known. */
function smallModel() {
  const w = tf.variable(tf.tensor2d([[1], [2]]));
  const b = tf.variable(tf.tensor1d([0]));
  const parameters: NamedParameter[] = [{ name: 'layer.0/w', variable: w }, { name: 'b', variable: b }];
  return { forward: (x: tf.Tensor) => tf.add(tf.matMul(x, w), b), parameters: () => parameters, buffers: () => [] };
}

function trainerOf(model: ReturnType<typeof smallModel>) {
  const trainer = createSupervisedTrainer(model, new SGD(parametersOf(model), { lr: 0 }), losses.mse);
  // Prediction 3 for 1: a slope of 4 for each weight.
  const batch = [tf.tensor2d([[1, 1]]), tf.tensor2d([[1]])] as const;
  return { trainer, batch };
}

async function logOnce(handler: LogHandler, event = Events.EPOCH_COMPLETED) {
  const { logger, records } = memoryLogger({}, kinds);
  const engine = new Engine(() => 0);
  logger.attach(engine, event, handler);
  await engine.run([0]);
  await logger.close();
  return records;
}

describe('weights', () => {
  test('the L2 norm of each, frozen ones included, buffers not', async () => {
    const records = await logOnce(weightsScalarHandler({ model: buildModel() }));
    const values = {
      'weights_norm/fc1/kernel': expect.closeTo(Math.sqrt(6), 5),
      'weights_norm/fc1/bias': 0,
      'weights_norm/norm/gamma': expect.closeTo(Math.sqrt(3), 5),
      'weights_norm/norm/beta': 0,
      'weights_norm/fc2/kernel': expect.closeTo(Math.sqrt(3), 5),
      'weights_norm/fc2/bias': 0,
    };
    expect(records).toEqual([{ kind: 'scalars', values, step: 1, time: 0 }]);
  });

  test('histograms of each, as they were', async () => {
    const { logger, records } = memoryLogger({}, kinds);
    const model = smallModel();
    const engine = new Engine(() => 0);
    logger.attach(engine, Events.ITERATION_COMPLETED, weightsHistogramHandler({ model, tag: 'net', globalStepTransform: () => 70 }));
    engine.on(Events.ITERATION_COMPLETED, () => tf.tidy(() => model.parameters()[0]?.variable.assign(tf.zeros([2, 1]))));
    await engine.run([0]);
    await logger.close();
    expect(records).toEqual([
      { kind: 'histogram', tag: 'net/weights/layer.0/w', values: Float32Array.of(1, 2), step: 70, time: 0 },
      { kind: 'histogram', tag: 'net/weights/b', values: Float32Array.of(0), step: 70, time: 0 },
    ]);
  });

  test.each<[string, Pick<WeightsScalarOptions, 'whitelist'>, string[]]>([
    ['a layer', { whitelist: ['fc2'] }, ['fc2/kernel', 'fc2/bias']],
    ['beginnings', { whitelist: ['fc', 'norm/g'] }, ['fc1/kernel', 'fc1/bias', 'norm/gamma', 'fc2/kernel', 'fc2/bias']],
    ['a function', { whitelist: (name, variable) => name.endsWith('kernel') && variable.size === 3 }, ['fc2/kernel']],
    ['nothing', { whitelist: [] }, []],
  ])('%s on the whitelist', async (_, options, names) => {
    const [record] = await logOnce(weightsScalarHandler({ model: buildModel(), ...options }));
    expect(Object.keys(record?.kind === 'scalars' ? record.values : {})).toEqual(names.map((name) => `weights_norm/${name}`));
  });

  const maximum = (tensor: tf.Tensor): tf.Tensor => tf.max(tensor);
  test.each([
    [maximum, 'maximum'],
    [tf.max, 'max'],
    [(() => (tensor: tf.Tensor) => tf.max(tensor))(), 'reduction'],
  ] as const)('another reduction: %p', async (reduction, name) => {
    const [record] = await logOnce(weightsScalarHandler({ model: smallModel(), reduction, whitelist: ['layer'] }));
    expect(record).toMatchObject({ values: { [`weights_${name}/layer.0/w`]: 2 } });
  });

  test('integers are logged as numbers', async () => {
    const counter: NamedParameter = { name: 'n', variable: tf.variable(tf.tensor1d([3, 4], 'int32'), false) };
    const model = { forward: (x: tf.Tensor) => x, parameters: () => [counter], buffers: () => [] };
    expect(await logOnce(weightsScalarHandler({ model }))).toMatchObject([{ values: { 'weights_norm/n': 5 } }]);
    expect(await logOnce(weightsHistogramHandler({ model }))).toMatchObject([{ tag: 'weights/n', values: Float32Array.of(3, 4) }]);
  });
});

describe('gradients', () => {
  test('numbers and histograms, with the trainer\'s iteration', async () => {
    const { logger, records } = memoryLogger({}, kinds);
    const model = smallModel();
    const { trainer, batch } = trainerOf(model);
    logger.attach(trainer, GradientEvents.GRADIENTS_COMPUTED.every(2), gradientsScalarHandler({ model, tag: 'net' }));
    logger.attach(trainer, GradientEvents.GRADIENTS_COMPUTED.once(3), gradientsHistogramHandler({ model }));
    await trainer.run([batch, batch, batch]);
    await logger.close();
    expect(records).toEqual([
      { kind: 'scalars', values: { 'net/grads_norm/layer.0/w': expect.closeTo(4 * Math.SQRT2, 4), 'net/grads_norm/b': 4 }, step: 2, time: 0 },
      { kind: 'histogram', tag: 'grads/layer.0/w', values: Float32Array.of(4, 4), step: 3, time: 0 },
      { kind: 'histogram', tag: 'grads/b', values: Float32Array.of(4), step: 3, time: 0 },
    ]);
  });

  test('a frozen parameter has none', async () => {
    const { logger, records } = memoryLogger({}, kinds);
    const model = smallModel();
    const { trainer, batch } = trainerOf(model);
    const [frozen] = model.parameters();
    if (frozen !== undefined) frozen.variable.trainable = false;
    logger.attach(trainer, GradientEvents.GRADIENTS_COMPUTED, gradientsScalarHandler({ model }));
    await trainer.run([batch]);
    await logger.close();
    expect(records).toMatchObject([{ values: { 'grads_norm/b': 4 } }]);
  });

  test.each([gradientsScalarHandler, gradientsHistogramHandler])('%p at another event, or of another model, is refused', async (handlerOf) => {
    const { logger } = memoryLogger({}, kinds);
    const model = smallModel();
    logger.attach(new Engine(() => 0), Events.STARTED, handlerOf({ model }));
    await expect(logOnce(handlerOf({ model }))).rejects.toThrow('to be attached at GradientEvents.GRADIENTS_COMPUTED');
    const { trainer, batch } = trainerOf(model);
    logger.attach(trainer, GradientEvents.GRADIENTS_COMPUTED, handlerOf({ model: buildModel() }));
    await expect(trainer.run([batch])).rejects.toThrow('Pass the model that is trained');
  });
});

describe('where a read takes time', () => {
  test('nobody waits for it, and closing the logger does', async () => {
    await onDeviceBackend(async () => {
      const { logger, records } = memoryLogger({}, kinds);
      const model = smallModel();
      const { trainer, batch } = trainerOf(model);
      await trainer.run([batch]);
      const before = tf.memory().numTensors;
      logger.attach(trainer, GradientEvents.GRADIENTS_COMPUTED, gradientsScalarHandler({ model }));
      logger.attach(trainer, GradientEvents.GRADIENTS_COMPUTED, gradientsHistogramHandler({ model }));
      logger.attach(trainer, Events.ITERATION_COMPLETED, weightsScalarHandler({ model }));

      // Reads come when they are let through.
      const reads: (() => void)[] = [];
      const gate = jest.spyOn(tf.Tensor.prototype, 'data').mockImplementation(async function (this: tf.Tensor) {
        if (this.size > 1) await new Promise<void>((resolve) => reads.push(resolve));
        return this.dataSync();
      });
      await trainer.run([batch]);
      // One for each handler, however many tensors there are.
      expect([reads.length, records.length]).toEqual([3, 0]);
      const closed = logger.close();
      for (const read of reads) read();
      await closed;
      gate.mockRestore();
      expect(records).toEqual([
        { kind: 'scalars', values: { 'grads_norm/layer.0/w': expect.closeTo(4 * Math.SQRT2, 4), 'grads_norm/b': 4 }, step: 1, time: 0 },
        { kind: 'histogram', tag: 'grads/layer.0/w', values: Float32Array.of(4, 4), step: 1, time: 0 },
        { kind: 'histogram', tag: 'grads/b', values: Float32Array.of(4), step: 1, time: 0 },
        { kind: 'scalars', values: { 'weights_norm/layer.0/w': expect.closeTo(Math.sqrt(5), 4), 'weights_norm/b': 0 }, step: 1, time: 0 },
      ]);
      expect(tf.memory().numTensors).toBe(before);
    });
  });
});

test('no tensor is left behind', async () => {
  const { logger } = memoryLogger({}, kinds);
  const model = smallModel();
  const { trainer, batch } = trainerOf(model);
  await trainer.run([batch]);
  const before = tf.memory().numTensors;
  logger.attach(trainer, GradientEvents.GRADIENTS_COMPUTED, gradientsScalarHandler({ model, reduction: tf.max }));
  logger.attach(trainer, GradientEvents.GRADIENTS_COMPUTED, gradientsHistogramHandler({ model }));
  logger.attach(trainer, Events.ITERATION_COMPLETED, weightsScalarHandler({ model }));
  logger.attach(trainer, Events.ITERATION_COMPLETED, weightsHistogramHandler({ model }));
  await trainer.run([batch, batch]);
  await logger.close();
  expect(tf.memory().numTensors).toBe(before);
});

const scalarHandlers = [weightsScalarHandler, gradientsScalarHandler];
const handlers = [...scalarHandlers, weightsHistogramHandler, gradientsHistogramHandler];
describe.each(handlers)('%p refuses', (handlerOf) => {
  test.each<[object, string]>([
    [{ model: {} }, '.model'],
    [{ whitelist: 'fc' }, '.whitelist'],
    [{ whitelist: ['fc3'] }, '.whitelist: expected beginnings of weights\' names (layer.0/w, b), got "fc3"'],
    [{ tag: 1 }, '.tag'],
    [{ names: [] }, 'only options that it has'],
  ])('%j', (options, message) => {
    const make = (): LogHandler => handlerOf({ model: smallModel(), ...options });
    expect(make).toThrow(OptionError);
    expect(make).toThrow(message);
  });
});

test.each(scalarHandlers)('%p refuses a reduction to more than one element', (handlerOf) => {
  const model = smallModel();
  const before = tf.memory().numTensors;
  expect(() => handlerOf({ model, reduction: (tensor) => tf.abs(tensor) })).toThrow('.reduction: expected a function that makes a tensor of one element');
  expect(() => handlerOf({ model, reduction: (() => 1) as never })).toThrow(OptionError);
  expect(tf.memory().numTensors).toBe(before);
});
