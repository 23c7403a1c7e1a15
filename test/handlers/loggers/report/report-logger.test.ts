import * as tf from '@tensorflow/tfjs-core';
import type { FileStore } from '../../../../src/contracts';
import { Engine, Events } from '../../../../src/engine';
import { CheckpointError, OptionError } from '../../../../src/errors';
import { ReportLogger, decodeCheckpoint, encodeCheckpoint, memoryStore } from '../../../../src/handlers';
import type { ReportLoggerOptions } from '../../../../src/handlers';
import { useTestBackend } from '../../../support/backend';

useTestBackend();

const quiet = { info() {}, warn() {}, error() {} };

function makeReport(options: Partial<ReportLoggerOptions> = {}) {
  const store = memoryStore();
  const report = new ReportLogger({ store, wallTime: () => 0, logger: quiet, ...options });
  const html = async (): Promise<string> => new TextDecoder().decode(await store.read(options.filename ?? 'report.html'));
  return { report, store, html };
}

test('records of every kind have their place', async () => {
  const { report, html, store } = makeReport({ filename: 'mine.html', title: 'A title' });
  report.logScalars({ 'training/loss': 0.5 }, 1);
  report.log({ kind: 'text', tag: 'note', text: 'some words' }, 1);
  report.log({ kind: 'image', tag: 'a picture', image: { dtype: 'uint8', shape: [1, 1, 1], data: Uint8Array.of(9) } }, 1);
  report.log({ kind: 'hparams', params: { lr: 0.25 }, metrics: {} }, 1);
  report.log({ kind: 'hparams', params: { momentum: 0.75 }, metrics: { best: 0.125 } }, 2);
  await report.close();
  expect(await store.list()).toEqual(['mine.html']);
  const page = await html();
  for (const text of ['<h1>A title</h1>', '<h3>loss</h3>', 'some words', 'a picture', '<dd>0.25</dd>', '<dd>0.75</dd>', '<dt>best</dt>']) expect(page).toContain(text);
});

test('the newest picture of a tag, and the newest hundred notes', async () => {
  const { report, html } = makeReport();
  for (let step = 1; step <= 120; step++) {
    report.log({ kind: 'text', tag: 'note', text: `text ${step}.` }, step);
    report.log({ kind: 'image', tag: 'same', image: { dtype: 'uint8', shape: [1, 1, 1], data: Uint8Array.of(step) } }, step);
  }
  await report.close();
  const page = await html();
  expect([page.includes('text 20.'), page.includes('text 21.'), page.match(/<b>same<\/b>/g)?.length, page.includes('step 120</small>')]).toEqual([false, true, 1, true]);
});

test('the page is written as training goes on, and says how it ended', async () => {
  const { report, html } = makeReport();
  const pages: string[] = [];
  const trainer = new Engine(() => 1);
  report.attachRun(trainer, { samplesPerEpoch: 10 });
  report.attachOutputHandler(trainer, { event: Events.EPOCH_COMPLETED, tag: 'training', outputTransform: (loss) => ({ loss }) });
  trainer.on(Events.ITERATION_COMPLETED.once(4), async () => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    pages.push(await html());
  });
  await trainer.run([1, 2], { maxEpochs: 2 });
  expect(pages[0]).toContain('<p class="status running">Running</p>');
  expect(pages[0]).toContain('<h3>loss</h3>');
  expect(await html()).toContain('<p class="status completed">Completed</p>');
  await report.close();
});

test('numbers that are still on the device are waited for', async () => {
  const { report, html } = makeReport();
  const before = tf.memory().numTensors;
  const trainer = new Engine(() => ({ loss: tf.scalar(0.625) }));
  report.attachOutputHandler(trainer, { event: Events.ITERATION_COMPLETED, outputTransform: (output) => output });
  await trainer.run([1, 2]);
  await trainer.dispose();
  await report.close();
  expect(tf.memory().numTensors).toBe(before);
  expect(await html()).toContain('0.6250');
});

test('a store that fails stops no run, and is tried again', async () => {
  const memory = memoryStore();
  let isBroken = true;
  const warnings: string[] = [];
  const store: FileStore = { ...memory, write: (name, content) => (isBroken ? Promise.reject(new Error('disk full')) : memory.write(name, content)) };
  const report = new ReportLogger({ store, logger: { ...quiet, warn: (message) => void warnings.push(message) } });
  const trainer = new Engine(() => 1);
  report.attachRun(trainer);
  report.attachOutputHandler(trainer, { event: Events.ITERATION_COMPLETED, outputTransform: (loss) => ({ loss }) });
  expect((await trainer.run([1, 2], { maxEpochs: 3 })).iteration).toBe(6);
  expect(warnings).toEqual(['ReportLogger: report.html in memory cannot be written: disk full. Training goes on, and it is tried again.']);
  isBroken = false;
  await report.close();
  expect(new TextDecoder().decode(await memory.read('report.html'))).toContain('Completed');
  expect(report.lost).toBe(0);
});

test('a report that cannot be written at the end says so', async () => {
  const warnings: string[] = [];
  const store: FileStore = { ...memoryStore(), write: () => Promise.reject(new Error('disk full')) };
  const report = new ReportLogger({ store, logger: { ...quiet, warn: (message) => void warnings.push(message) } });
  await report.close();
  expect(warnings.at(-1)).toBe('ReportLogger: report.html in memory could not be closed: disk full.');
});

test('a resumed report ends as one that was not stopped', async () => {
  const train = (report: ReportLogger): Engine => {
    let now = 0;
    const trainer = new Engine(() => void (now += 100), { clock: { now: () => now } });
    report.attachRun(trainer, { samplesPerEpoch: 64 });
    trainer.on(Events.ITERATION_COMPLETED, ({ state: { iteration } }) => report.logScalars({ 'training/loss': iteration % 7 === 0 ? NaN : 1 / iteration }, iteration));
    trainer.on(Events.EPOCH_COMPLETED, ({ state: { epoch } }) => {
      report.logScalars({ 'validation/loss': 2 / epoch }, epoch);
      report.logConfusionMatrix([[epoch, 1], [0, 3]], { labels: ['cat', 'dog'] }, epoch);
      report.logPredictions([{ image: { dtype: 'uint8', shape: [1, 1, 3], data: Uint8Array.of(epoch, 2, 3) }, trueClass: 'cat', predictedClass: 'dog', probability: 0.5 }], epoch);
      report.logClassTable([{ label: 'cat', precision: NaN, recall: 0.5, f1: epoch / 10, support: 3 }], epoch);
      report.log({ kind: 'text', tag: 'note', text: `epoch ${epoch}` }, epoch);
      report.log({ kind: 'image', tag: 'picture', image: { dtype: 'uint8', shape: [1, 1, 1], data: Uint8Array.of(epoch) } }, epoch);
      report.log({ kind: 'hparams', params: { lr: 0.5, name: 'x', on: true }, metrics: { epoch } }, epoch);
    });
    return trainer;
  };
  const data = Array.from({ length: 5 }, () => 0);
  const whole = makeReport();
  await train(whole.report).run(data, { maxEpochs: 4 });
  await whole.report.close();

  const first = makeReport();
  const interrupted = train(first.report);
  await interrupted.run(data, { maxEpochs: 2 });
  const bytes = await encodeCheckpoint({ report: await first.report.stateDict(), trainer: interrupted.stateDict() });
  const second = makeReport();
  const resumed = train(second.report);
  const state = await decodeCheckpoint(bytes);
  second.report.loadStateDict(state['report'] as never);
  resumed.loadStateDict(state['trainer'] as never);
  await resumed.run(data, { maxEpochs: 4 });
  await second.report.close();
  expect(await second.html()).toBe(await whole.html());
});

test('a state that is none is refused, and changes nothing', async () => {
  const { report } = makeReport();
  report.logScalars({ loss: 1 }, 1);
  const before = await report.stateDict();
  for (const state of [{}, { ...before, format: 2 }, { ...before, scalars: [{ name: 'loss' }] }, { ...before, parts: {} }]) {
    expect(() => report.loadStateDict(state as never)).toThrow(CheckpointError);
  }
  expect(await report.stateDict()).toEqual(before);
});

test('the page of 100 000 points is small', async () => {
  const { report, html } = makeReport();
  for (let step = 1; step <= 100_000; step++) {
    report.logScalars({ 'training/loss': 10 / step + Math.sin(step) ** 2, 'lr/group_0': 0.1 / step }, step);
    if (step % 5000 === 0) await report.flush();
  }
  await report.close();
  expect((await html()).length).toBeLessThan(90_000);
});

test.each([
  [{ filename: '../report.html' }], [{ filename: '' }], [{ title: 1 }], [{ environment: { a: {} } }], [{ store: {} }], [{ flushInterval: -1 }], [{ page: 'a' }],
])('refuses the options %j', (options) => {
  expect(() => makeReport(options as never)).toThrow(OptionError);
});

test.each([
  ['a row too short', [[1, 2], [3]], ['a', 'b']], ['a count below 0', [[-1]], ['a']], ['a NaN', [[NaN]], ['a']], ['nothing', [], []], ['too few names', [[1, 2], [3, 4]], ['a']], ['no matrix', 'a', ['a']],
])('refuses a matrix with %s', (_, matrix, labels) => {
  expect(() => makeReport().report.logConfusionMatrix(matrix as never, { labels }, 1)).toThrow(OptionError);
});

test('refuses what is no prediction, no row, no step, no engine', () => {
  const { report } = makeReport();
  const right = { trueClass: 'a', predictedClass: 'b' };
  expect(() => report.logPredictions([{ ...right, probability: 2 }], 1)).toThrow('ReportLogger.logPredictions[0].probability: expected at most 1');
  expect(() => report.logPredictions([right, { ...right, image: Uint8Array.of(1) }], 1)).toThrow('ReportLogger.logPredictions[1].image: expected');
  expect(() => report.logPredictions([right], 0.5)).toThrow('ReportLogger.logPredictions.step: expected an integer');
  expect(() => report.logClassTable([{ label: 'a' }] as never, 1)).toThrow('ReportLogger.logClassTable[0].precision');
  expect(() => report.logConfusionMatrix([[1]], {}, NaN)).toThrow(OptionError);
  expect(() => report.attachRun({} as never)).toThrow('ReportLogger.attachRun.trainer: expected an engine');
  expect(() => report.attachRun(new Engine(() => 0), { samplesPerEpoch: 0 })).toThrow(OptionError);
});
