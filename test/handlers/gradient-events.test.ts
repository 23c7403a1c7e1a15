import * as tf from '@tensorflow/tfjs-core';
import { OptionError } from '../../src/errors';
import { GradientEvents } from '../../src/handlers';
import * as losses from '../../src/losses';
import { SGD } from '../../src/optim';
import { createSupervisedTrainer } from '../../src/training';
import { useTestBackend } from '../support/backend';

useTestBackend();

function setup(options = {}) {
  const w = tf.variable(tf.tensor2d([[0]]), true, undefined, undefined);
  const model = { forward: (x: tf.Tensor) => tf.matMul(x, w), parameters: () => [{ name: 'w', variable: w }], buffers: () => [] };
  const trainer = createSupervisedTrainer(model, new SGD(model, { lr: 0.5 }), losses.mse, options);
  const batches = [1, 2].map((x) => [tf.tensor2d([[x]]), tf.tensor2d([[1]])] as const);
  return { trainer, batches, w };
}

test('handlers see the gradients of each step, limited as they are applied, and before they are', async () => {
  const { trainer, batches, w } = setup({ clipGradValue: 1.5 });
  const seen: number[][] = [];
  trainer.on(GradientEvents.GRADIENTS_COMPUTED, (_, gradients) => {
    for (const [name, gradient] of gradients) {
      expect(name).toBe('w');
      seen.push([...gradient.dataSync(), ...w.dataSync()]);
    }
  });
  await trainer.run(batches);
  expect(seen).toEqual([[-1.5, 0], [1.5, 0.75]]);
});

test('a filter counts iterations; accumulated batches give one step', async () => {
  const { trainer, batches } = setup({ gradientAccumulationSteps: 2 });
  const seen: number[] = [];
  trainer.on(GradientEvents.GRADIENTS_COMPUTED.every(4), ({ state }) => seen.push(state.iteration));
  let steps = 0;
  trainer.on(GradientEvents.GRADIENTS_COMPUTED, () => (steps += 1));
  await trainer.run(batches, { maxEpochs: 2 });
  expect([seen, steps]).toEqual([[4], 2]);
});

test('a handler that returns a promise is refused, since the gradients do not wait', async () => {
  const { trainer, batches } = setup();
  trainer.on(GradientEvents.GRADIENTS_COMPUTED, () => Promise.resolve());
  await expect(trainer.run(batches)).rejects.toThrow(OptionError);
});

test('leaves no tensors behind', async () => {
  const { trainer, batches } = setup();
  trainer.on(GradientEvents.GRADIENTS_COMPUTED, (_, gradients) => void [...gradients.values()].map((gradient) => tf.norm(gradient)));
  await trainer.run(batches);
  const before = tf.memory().numTensors;
  await trainer.run(batches);
  expect(tf.memory().numTensors).toBe(before);
});
