import * as tf from '@tensorflow/tfjs-core';
import { Engine, Events } from '../../../src/engine';
import { OptionError } from '../../../src/errors';
import type { ProgressBarAttachment, ProgressFrame } from '../../../src/handlers';
import { ProgressBar } from '../../../src/handlers';
import { useTestBackend } from '../../support/backend';

useTestBackend();

type Shown = Pick<ProgressFrame, 'description' | 'value' | 'total' | 'postfix'> | 'closed';

function record(): { bar: ProgressBar; shown: Shown[]; messages: string[] } {
  const shown: Shown[] = [];
  const messages: string[] = [];
  const display = {
    show: ({ description, value, total, postfix }: ProgressFrame) => shown.push({ description, value, total, postfix }),
    close: () => shown.push('closed'),
    message: (text: string) => messages.push(text),
  };
  return { bar: new ProgressBar({ display, clock: { now: () => 0 } }), shown, messages };
}

const frame = (description: string, value: number, total: number | null, postfix = ''): Shown => ({ description, value, total, postfix });

it('counts the iterations of each epoch and closes with it', async () => {
  const { bar, shown } = record();
  const engine = new Engine(() => 0);
  bar.attach(engine);
  await engine.run([1, 2], { maxEpochs: 2 });
  const epoch = (number: number): Shown[] => [frame(`Epoch [${number}/2]`, 1, 2), frame(`Epoch [${number}/2]`, 2, 2), 'closed'];
  expect(shown).toEqual([...epoch(1), ...epoch(2)]);
});

it('is called Iteration in a run of one epoch', async () => {
  const { bar, shown } = record();
  const engine = new Engine(() => 0);
  bar.attach(engine);
  await engine.run([1], { maxEpochs: 1 });
  expect(shown).toEqual([frame('Iteration', 1, 1), 'closed']);
});

it('counts epochs where it follows them', async () => {
  const { bar, shown } = record();
  const engine = new Engine(() => 0);
  bar.attach(engine, { event: Events.EPOCH_COMPLETED, closingEvent: Events.COMPLETED });
  await engine.run([1], { maxEpochs: 2 });
  expect(shown).toEqual([frame('Epoch [1/2]', 1, 2), frame('Epoch [2/2]', 2, 2), 'closed']);
});

it('has no total while the length of the data is unknown', async () => {
  const { bar, shown } = record();
  const engine = new Engine(() => 0);
  bar.attach(engine);
  await engine.run(new Set([1]).values(), { maxEpochs: 1 });
  expect(shown[0]).toEqual(frame('Iteration', 1, null));
});

it('shows metrics, what is picked of the output, and attributes', async () => {
  const { bar, shown } = record();
  const engine = new Engine(() => ({ loss: 0.123456, parts: [1, 2] }));
  Object.assign(engine.state.metrics, { accuracy: 0.5, hidden: 1 });
  engine.state.attributes.phase = 'warm-up';
  bar.attach(engine, { metricNames: ['accuracy'], outputTransform: (output) => output, stateAttributes: ['phase'] });
  await engine.run([1], { maxEpochs: 1 });
  expect(shown[0]).toMatchObject({ postfix: 'accuracy=0.5, loss=0.1235, parts_0=1, parts_1=2, phase=warm-up' });
});

it('shows all metrics but tensors when asked for all', async () => {
  const { bar, shown } = record();
  const engine = new Engine(() => 0);
  const matrix = tf.zeros([2, 2]);
  Object.assign(engine.state.metrics, { accuracy: 0.5, matrix });
  bar.attach(engine, { metricNames: 'all' });
  await engine.run([1], { maxEpochs: 1 });
  matrix.dispose();
  expect(shown[0]).toMatchObject({ postfix: 'accuracy=0.5' });
});

it('a metric that is not there when the epoch has ended is refused with the names there are', async () => {
  const engine = new Engine(() => 0);
  engine.on(Events.EPOCH_COMPLETED, ({ state }) => void (state.metrics.accuracy = 1));
  record().bar.attach(engine, { metricNames: ['acuracy'] });
  await expect(engine.run([1], { maxEpochs: 1 })).rejects.toThrow('names of metrics (accuracy), got "acuracy"');
});

it('a tensor is refused and left to its owner', async () => {
  const before = tf.memory().numTensors;
  const engine = new Engine(() => tf.scalar(1));
  record().bar.attach(engine, { outputTransform: (output) => output });
  await expect(engine.run([1], { maxEpochs: 1 })).rejects.toThrow(OptionError);
  await engine.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

it.each<[string, (engine: Engine) => void]>([
  ['is stopped', (engine) => engine.terminate()],
  ['is paused', (engine) => engine.interrupt()],
  ['fails', () => { throw new Error('step'); }],
])('closes when the run %s in mid-epoch', async (_, act) => {
  const { bar, shown } = record();
  const engine = new Engine(() => 0);
  bar.attach(engine);
  engine.on(Events.ITERATION_COMPLETED, act);
  await engine.run([1, 2], { maxEpochs: 1 }).catch(() => undefined);
  expect(shown).toEqual([frame('Iteration', 1, 2), 'closed']);
});

it('passes messages on', () => {
  const { bar, messages } = record();
  bar.logMessage('hello');
  expect(messages).toEqual(['hello']);
});

it('shows nothing after remove()', async () => {
  const { bar, shown } = record();
  const engine = new Engine(() => 0);
  bar.attach(engine).remove();
  await engine.run([1], { maxEpochs: 1 });
  expect(shown).toEqual([]);
});

it.each<[string, ProgressBarAttachment]>([
  ['a closing event with a filter', { closingEvent: Events.EPOCH_COMPLETED.every(2) }],
  ['a closing event that is not later', { event: Events.EPOCH_COMPLETED }],
  ['an event without a count', { event: Events.TERMINATE }],
  ['an unknown option', { metrics: 'all' } as object],
])('refuses %s', (_, attachment) => {
  expect(() => record().bar.attach(new Engine(() => 0), attachment)).toThrow(OptionError);
});

it.each([{ display: {} }, { persist: 1 }, { stream: process.stderr }])('refuses the option %j', (options) => {
  expect(() => new ProgressBar(options as object)).toThrow(OptionError);
});
