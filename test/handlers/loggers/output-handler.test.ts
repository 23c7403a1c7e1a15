import * as tf from '@tensorflow/tfjs-core';
import { Engine, Events } from '../../../src/engine';
import { OptionError, StateError } from '../../../src/errors';
import { globalStepFromEngine, outputHandler } from '../../../src/handlers';
import { useTestBackend } from '../../support/backend';
import { memoryLogger } from './memory-sink';

useTestBackend();

test('metrics, outputs and attributes under their tag, each part of a value by its own key', async () => {
  const { logger, scalars } = memoryLogger();
  const engine = new Engine(() => ({ loss: 2, parts: [3, 4] }));
  Object.assign(engine.state.metrics, { accuracy: 0.5, classes: { cat: 1, dog: [0.25, 0.75] } });
  engine.state.attributes['rate'] = 0.1;
  logger.attachOutputHandler(engine, {
    event: Events.EPOCH_COMPLETED,
    tag: 'training',
    metricNames: ['accuracy', 'classes'],
    outputTransform: (output) => output,
    stateAttributes: ['rate'],
  });
  await engine.run([1]);
  expect(await scalars()).toEqual([
    [1, { 'training/accuracy': 0.5, 'training/classes/cat': 1, 'training/classes/dog/0': 0.25, 'training/classes/dog/1': 0.75, 'training/rate': 0.1, 'training/loss': 2, 'training/parts/0': 3, 'training/parts/1': 4 }],
  ]);
});

test('all metrics; an output that is one value is called output', async () => {
  const { logger, scalars } = memoryLogger();
  const engine = new Engine(() => 7);
  Object.assign(engine.state.metrics, { a: 1, b: 2 });
  logger.attachOutputHandler(engine, { event: Events.COMPLETED, metricNames: 'all', outputTransform: (output) => output });
  await engine.run([1]);
  expect(await scalars()).toEqual([[1, { a: 1, b: 2, output: 7 }]]);
});

test('tensors are read, scalars under their own key, and stay whose they are', async () => {
  const { logger, scalars } = memoryLogger();
  const engine = new Engine(() => ({ loss: tf.scalar(2), each: tf.tensor1d([1, 2]) }));
  logger.attachOutputHandler(engine, { event: Events.ITERATION_COMPLETED, outputTransform: (output) => output });
  const before = tf.memory().numTensors;
  await engine.run([1, 2]);
  await engine.dispose();
  expect(tf.memory().numTensors).toBe(before);
  expect(await scalars()).toEqual([1, 2].map((step) => [step, { loss: 2, 'each/0': 1, 'each/1': 2 }]));
});

test('the step is the event counter of this engine, or what the transform says', async () => {
  const { logger, scalars } = memoryLogger();
  const trainer = new Engine(() => 0);
  const evaluator = new Engine(() => 1);
  logger.attachOutputHandler(evaluator, { event: Events.COMPLETED, outputTransform: (output) => output, globalStepTransform: globalStepFromEngine(trainer) });
  trainer.on(Events.EPOCH_COMPLETED, () => evaluator.run([1]));
  await trainer.run([1, 2], { maxEpochs: 2 });
  expect((await scalars()).map(([step]) => step)).toEqual([1, 2]);
  logger.attachOutputHandler(trainer, { event: Events.COMPLETED, metricNames: 'all', globalStepTransform: () => 0.5 });
  await expect(trainer.run([1])).rejects.toThrow(StateError);
});

test('what is no number is left out with one warning; nothing to log is no record', async () => {
  const { logger, records, warnings } = memoryLogger();
  const engine = new Engine(() => ({ name: 'cat', nothing: null }));
  logger.attachOutputHandler(engine, { event: Events.ITERATION_COMPLETED, tag: 'a', outputTransform: (output) => output });
  await engine.run([1, 2]);
  await logger.flush();
  expect(records).toEqual([]);
  expect(warnings).toEqual(['TestLogger: a/name is no number and is left out.', 'TestLogger: a/nothing is no number and is left out.']);
});

test('a metric that does not exist is waited for in the first epoch, and refused when one has ended', async () => {
  const { logger } = memoryLogger();
  const engine = new Engine(() => 0);
  engine.state.metrics['loss'] = 1;
  logger.attachOutputHandler(engine, { event: Events.ITERATION_COMPLETED, metricNames: ['acuracy'] });
  await engine.run([1, 2]);
  await expect(engine.run([1, 2], { maxEpochs: 2 })).rejects.toThrow('outputHandler.metricNames: expected names of metrics (loss), got "acuracy" (string)');
});

test.each([[{}], [{ tag: 'a' }], [{ metricNames: 'some' }], [{ outputTransform: 1 }], [{ metrics: ['a'] }]])('refuses %j', (options) => {
  expect(() => outputHandler(options as never)).toThrow(OptionError);
});
