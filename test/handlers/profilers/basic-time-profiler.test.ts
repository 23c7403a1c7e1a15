import * as tf from '@tensorflow/tfjs-core';
import type { EventName } from '../../../src/engine';
import { Engine, Events } from '../../../src/engine';
import { OptionError, StateError } from '../../../src/errors';
import { BasicTimeProfiler, Timer } from '../../../src/handlers';
import { useTestBackend } from '../../support/backend';

useTestBackend();

let seconds = 0;
const clock = { now: () => seconds * 1000 };
const spend = (time: number) => (): void => void (seconds += time);

/** A run whose handlers spend 0.5 s an iteration, 2 s an epoch and 4 s at its end; the step takes its batch. */
async function profiled(): Promise<{ profiler: BasicTimeProfiler; engine: Engine<number, void> }> {
  const engine = new Engine((_, batch: number) => void (seconds += batch));
  const profiler = new BasicTimeProfiler({ clock });
  engine.on(Events.ITERATION_COMPLETED, function log() {
    seconds += 0.5;
  });
  profiler.attach(engine);
  new Timer({ clock }).attach(engine, { start: Events.EPOCH_STARTED, pause: Events.EPOCH_COMPLETED });
  engine.on(Events.EPOCH_COMPLETED, spend(2));
  engine.on(Events.COMPLETED, spend(4));
  await engine.run([1, 3], { maxEpochs: 2 });
  return { profiler, engine };
}

it("has statistics of the step, the data and each event's handlers", async () => {
  const { profiler } = await profiled();
  const { processingStats, dataflowStats, eventHandlersStats, eventHandlersNames } = profiler.getResults();
  expect(processingStats).toMatchObject({ count: 4, total: 8, min: { seconds: 1, index: 0 }, max: { seconds: 3, index: 1 }, mean: 2 });
  expect(processingStats.std).toBeCloseTo(Math.sqrt(4 / 3), 12);
  expect(dataflowStats).toMatchObject({ count: 4, total: 0 });
  expect(eventHandlersStats).toMatchObject({
    STARTED: { count: 1, total: 0 },
    EPOCH_STARTED: { count: 2, total: 0 },
    ITERATION_COMPLETED: { count: 4, total: 2, std: 0 },
    EPOCH_COMPLETED: { count: 2, total: 4 },
    COMPLETED: { count: 1, total: 4, std: null },
    totalTime: 10,
  });
  // A user's handler is in the table whatever its name: nothing is left out by name.
  expect(eventHandlersNames).toMatchObject({ ITERATION_COMPLETED: ['log'], EPOCH_STARTED: ['() => this.reset()'], STARTED: [], GET_BATCH_STARTED: [] });
});

it('can be asked during the run', async () => {
  const engine = new Engine(spend(1));
  const profiler = new BasicTimeProfiler({ clock });
  const counts: number[] = [];
  engine.on(Events.EPOCH_COMPLETED, () => counts.push(profiler.getResults().processingStats.count));
  profiler.attach(engine);
  await engine.run([1, 2], { maxEpochs: 2 });
  expect(counts).toEqual([2, 4]);
});

it('prints a text, to a sink as well', async () => {
  const { profiler } = await profiled();
  const written: string[] = [];
  const text = profiler.printResults(profiler.getResults(), { write: (chunk) => written.push(chunk) });
  expect(written).toEqual([text]);
  expect(profiler.printResults()).toBe(text);
  expect(text).toContain('Processing function:\n8.00000 | 1.00000/0 | 3.00000/1 | 2.00000 | 1.15470\n');
  expect(text).toContain('Event handlers:\n10.00000\n');
  expect(text).toContain('- Events.ITERATION_COMPLETED: [log]\n2.00000 | 0.50000/0 | 0.50000/0 | 0.50000 | 0.00000\n');
  expect(new BasicTimeProfiler().printResults()).toContain('Dataflow:\nnot triggered\n');
});

it('has all times as CSV', async () => {
  const { profiler } = await profiled();
  expect(profiler.toCsv().split('\r\n')).toEqual([
    'epoch,iteration,processing_stats,dataflow_stats,Event_STARTED,Event_COMPLETED,Event_EPOCH_STARTED,Event_EPOCH_COMPLETED,' +
      'Event_ITERATION_STARTED,Event_ITERATION_COMPLETED,Event_GET_BATCH_STARTED,Event_GET_BATCH_COMPLETED',
    '1,1,1,0,0,4,0,2,0,0.5,0,0',
    '1,2,3,0,0,4,0,2,0,0.5,0,0',
    '2,3,1,0,0,4,0,2,0,0.5,0,0',
    '2,4,3,0,0,4,0,2,0,0.5,0,0',
    '',
  ]);
});

it('does not change what it watches: outputs, order of events, tensors', async () => {
  const before = tf.memory().numTensors;
  const play = async (isProfiled: boolean): Promise<unknown[]> => {
    const engine = new Engine((_, batch: number) => batch * 2);
    const seen: unknown[] = [];
    const note = (): unknown => seen.push([engine.lastEventName, engine.state.iteration, engine.state.output]);
    for (const event of Object.keys(Events) as EventName[]) engine.on(event as 'STARTED', note); // one name for all, since the handler takes no arguments
    if (isProfiled) new BasicTimeProfiler().attach(engine);
    await engine.run([1, 2, 3], { maxEpochs: 2, epochLength: 4 });
    return seen;
  };
  expect(await play(true)).toEqual(await play(false));
  expect(tf.memory().numTensors).toBe(before);
});

it('refuses wrong options, what is no engine, and a second engine', async () => {
  expect(() => new BasicTimeProfiler({ clock: 1 } as never)).toThrow(OptionError);
  expect(() => new BasicTimeProfiler().attach({} as never)).toThrow('BasicTimeProfiler.attach.engine: expected an engine');
  const { profiler } = await profiled();
  expect(() => profiler.attach(new Engine(() => 0))).toThrow(StateError);
});
