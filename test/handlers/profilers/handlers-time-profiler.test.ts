import * as tf from '@tensorflow/tfjs-core';
import { Engine, Events, defineEvent } from '../../../src/engine';
import { OptionError, StateError } from '../../../src/errors';
import { EpochOutputStore, HandlersTimeProfiler } from '../../../src/handlers';
import { useTestBackend } from '../../support/backend';

useTestBackend();

let seconds = 0;
const clock = { now: () => seconds * 1000 };
const SAVED = defineEvent('SAVED');

async function profiled(): Promise<HandlersTimeProfiler> {
  const engine = new Engine((_, batch: number) => void (seconds += batch));
  const profiler = new HandlersTimeProfiler({ clock });
  engine.on(Events.ITERATION_COMPLETED.every(2), function log() {
    seconds += 0.25 * engine.state.iteration;
  });
  engine.on(SAVED, function report() {});
  engine.on(Events.EPOCH_COMPLETED.once(9), function late() {});
  profiler.attach(engine);
  engine.on(Events.EPOCH_COMPLETED, async function save() {
    await new Promise((resolve) => setImmediate(resolve));
    seconds += 4;
    await engine.fireEvent(SAVED);
  });
  new EpochOutputStore().attach(engine);
  await engine.run([1, 2], { maxEpochs: 2 });
  return profiler;
}

it('has a line for each handler at each event', async () => {
  const { handlers, totalTime, processingStats, dataflowStats } = (await profiled()).getResults();
  const lines = handlers.map(({ handler, eventName, count, total }) => [handler, eventName, count, total]);
  expect(lines.sort()).toEqual(
    [
      ['log', 'ITERATION_COMPLETED', 2, 1.5],
      ['EpochOutputStore', 'ITERATION_COMPLETED', 4, 0],
      ['() => this.reset()', 'EPOCH_STARTED', 2, 0],
      ['late', 'EPOCH_COMPLETED', 0, 0],
      ['save', 'EPOCH_COMPLETED', 2, 8],
      ['report', 'SAVED', 2, 0],
    ].sort(),
  );
  expect(handlers.find(({ handler }) => handler === 'log')).toMatchObject({ min: { seconds: 0.5, index: 0 }, max: { seconds: 1, index: 1 }, mean: 0.75 });
  expect([totalTime, processingStats.total, dataflowStats.count]).toEqual([9.5, 6, 4]);
});

it('two handlers of one name have two lines, one handler registered twice has one', async () => {
  const engine = new Engine(() => 0);
  const make = (time: number) =>
    function same(): void {
      seconds += time;
    };
  const [one, two] = [make(1), make(2)];
  engine.on(Events.COMPLETED, one);
  engine.on(Events.COMPLETED, two);
  engine.on(Events.COMPLETED, one);
  const profiler = new HandlersTimeProfiler({ clock });
  profiler.attach(engine);
  await engine.run([1]);
  expect(profiler.getResults().handlers).toMatchObject([{ handler: 'same', count: 2, total: 2 }, { handler: 'same', count: 1, total: 2 }]);
});

it('prints a table, to a sink as well', async () => {
  const profiler = await profiled();
  const written: string[] = [];
  const text = profiler.printResults(profiler.getResults(), { write: (chunk) => written.push(chunk) });
  expect(written).toEqual([text]);
  const lines = text.split('\n');
  expect(lines[1]).toMatch(/^Handler +Event Name +Total\(s\) +Min\(s\)\/IDX +Max\(s\)\/IDX +Mean\(s\) +Std\(s\)$/);
  expect(text).toMatch(/^log +ITERATION_COMPLETED +1\.50000 +0\.50000\/0 +1\.00000\/1 +0\.75000 +0\.35355$/m);
  expect(text).toMatch(/^late +EPOCH_COMPLETED +not triggered( +-){4}$/m);
  expect(text).toMatch(/^Total +9\.50000$/m);
  expect(text).toContain('Processing took total 6.00000s [min/index: 1.00000/0, max/index: 2.00000/1, mean: 1.50000s, std: 0.57735s]\n');
  expect(new HandlersTimeProfiler().printResults()).toContain('Processing: not triggered\nDataflow: not triggered\n');
});

it('has all times as CSV, with empty fields where a handler was called less often', async () => {
  const [header = '', ...rows] = (await profiled()).toCsv().trimEnd().split('\r\n');
  const columns = header.split(',');
  const column = (name: string): unknown[] => rows.map((row) => row.split(',')[columns.indexOf(name)]);
  expect(columns.slice(0, 3)).toEqual(['#', 'processing_stats', 'dataflow_stats']);
  expect([column('#'), column('processing_stats'), column('log (ITERATION_COMPLETED)'), column('late (EPOCH_COMPLETED)')]).toEqual([
    ['1', '2', '3', '4'], ['1', '2', '1', '2'], ['0.5', '1', '', ''], ['', '', '', ''],
  ]);
});

it('makes no tensors', async () => {
  const before = tf.memory().numTensors;
  await profiled();
  expect(tf.memory().numTensors).toBe(before);
});

it('refuses wrong options, what is no engine, and a second engine', async () => {
  expect(() => new HandlersTimeProfiler({ timer: clock } as never)).toThrow(OptionError);
  expect(() => new HandlersTimeProfiler().attach(1 as never)).toThrow(OptionError);
  expect(() => new HandlersTimeProfiler().attach({} as never)).toThrow('HandlersTimeProfiler.attach.engine: expected an engine');
  const profiler = await profiled();
  expect(() => profiler.attach(new Engine(() => 0))).toThrow(StateError);
});
