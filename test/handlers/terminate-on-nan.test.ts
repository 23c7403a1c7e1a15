import * as tf from '@tensorflow/tfjs-core';
import { Engine } from '../../src/engine';
import { OptionError } from '../../src/errors';
import { TerminateOnNan } from '../../src/handlers';
import { useTestBackend } from '../support/backend';

useTestBackend();

const quiet = { info: jest.fn(), warn: jest.fn(), error: jest.fn() };

async function iterations(outputs: readonly unknown[], options: object = {}): Promise<number> {
  const engine = new Engine((_, index: number) => outputs[index]);
  new TerminateOnNan({ logger: quiet, ...options }).attach(engine);
  const { iteration } = await engine.run(outputs.keys(), { maxEpochs: 1, epochLength: outputs.length });
  await engine.dispose();
  return iteration;
}

it.each<[string, unknown]>([
  ['NaN', NaN],
  ['infinity', -Infinity],
  ['a list', [1, [2, { a: NaN }]]],
  ['a typed array', Float32Array.of(1, Infinity)],
  ['a host tensor', { dtype: 'float32', shape: [1], data: Float32Array.of(NaN) }],
])('%s in the output ends the run', async (_, output) => {
  expect(await iterations([1, output, 1])).toBe(2);
});

it('so does one element of a tensor', async () => {
  expect(await iterations([1, { yPred: tf.tensor2d([[1, 2], [NaN, 4]]) }, 1])).toBe(2);
});

it('finite values, texts, booleans and integer tensors do not', async () => {
  expect(await iterations([1, 'NaN', true, [], {}, Int32Array.of(1), tf.scalar(1, 'int32'), tf.tensor1d([1, -1e38])])).toBe(8);
});

it('looks only at what the transform picks', async () => {
  expect(await iterations([[1, NaN], [2, NaN]], { outputTransform: (output: number[]) => output[0] })).toBe(2);
});

it('warns with the iteration', async () => {
  quiet.warn.mockClear();
  await iterations([1, NaN]);
  expect(quiet.warn.mock.calls).toEqual([[expect.stringContaining('the output of iteration 2')]]);
});

it.each([null, undefined, [1, null], { a: () => 1 }])('refuses the output %p', async (output) => {
  await expect(iterations([output])).rejects.toThrow(OptionError);
});

it('leaves no tensor behind', async () => {
  const before = tf.memory().numTensors;
  await iterations([tf.scalar(1), tf.tensor1d([1, NaN])]);
  expect(tf.memory().numTensors).toBe(before);
});

it('leaves none behind where one number is read from the device', async () => {
  const { MathBackendCPU } = await import('@tensorflow/tfjs-backend-cpu');
  const previous = tf.getBackend();
  tf.registerBackend('device', () => new MathBackendCPU());
  tf.copyRegisteredKernels('cpu', 'device');
  await tf.setBackend('device');
  try {
    const before = tf.memory().numTensors;
    expect(await iterations([tf.scalar(1), [1, tf.tensor1d([1, NaN])], 1])).toBe(2);
    expect(tf.memory().numTensors).toBe(before);
  } finally {
    await tf.setBackend(previous);
    tf.removeBackend('device');
  }
});
