import { DeliveryQueue } from '../../../src/handlers/loggers/delivery-queue';
import type { DeliveryOptions } from '../../../src/handlers/loggers/delivery-queue';
import type { LogRecord, LogSink } from '../../../src/handlers';
import { manualTimers } from './manual-timers';

const record = (step: number): LogRecord => ({ kind: 'scalars', values: { loss: step }, step, time: 0 });

function setup(options: Partial<DeliveryOptions> = {}) {
  const timers = manualTimers();
  const warnings: string[] = [];
  const written: number[][] = [];
  const sink = {
    owner: 'TestLogger',
    location: 'nowhere',
    kinds: ['scalars'] as const,
    fails: false,
    hangs: undefined as Promise<void> | undefined,
    async write(records: readonly LogRecord[]) {
      await sink.hangs;
      if (sink.fails) throw new Error('no connection');
      written.push(records.map(({ step }) => step));
    },
    close: jest.fn(() => Promise.resolve()),
  };
  const logger = { warn: (message: string) => void warnings.push(message) };
  const queue = new DeliveryQueue(sink, { maxBuffered: 5, flushInterval: 100, maxRetries: 2, logger, schedule: timers.schedule, ...options });
  return { timers, warnings, written, sink, queue };
}

test('records wait for company and are written together, in order', async () => {
  const { queue, timers, written } = setup();
  for (const step of [1, 2, 3]) queue.add(record(step));
  expect([written, timers.delays]).toEqual([[], [100]]);
  await timers.run();
  expect(written).toEqual([[1, 2, 3]]);
  expect(timers.delays).toEqual([]);
});

test('many records do not wait', () => {
  const { queue, timers } = setup({ maxBuffered: 5000 });
  for (let step = 0; step < 1000; step++) queue.add(record(step));
  expect(timers.delays).toEqual([0]);
});

test('what comes while a write is under way is written after it', async () => {
  const { queue, sink, written, timers } = setup();
  let release = (): void => undefined;
  sink.hangs = new Promise((resolve) => (release = resolve));
  queue.add(record(1));
  const flushing = queue.flush();
  queue.add(record(2));
  const again = queue.flush();
  release();
  await Promise.all([flushing, again, timers.run()]);
  expect(written).toEqual([[1], [2]]);
});

test('a sink that is away: one warning, waits that double, everything written when it is back', async () => {
  const { queue, sink, timers, warnings, written } = setup();
  sink.fails = true;
  queue.add(record(1));
  await timers.run();
  expect(timers.delays).toEqual([200]);
  queue.add(record(2));
  await timers.run();
  expect(timers.delays).toEqual([400]);
  sink.fails = false;
  await timers.run();
  expect(written).toEqual([[1, 2]]);
  expect(warnings).toEqual(['TestLogger: nowhere cannot be written to: no connection. Training goes on; up to 5 records are kept and tried again.']);
  await queue.close();
  expect(warnings).toHaveLength(1);
});

test('after the last retry it waits for the next record', async () => {
  const { queue, sink, timers, written } = setup();
  sink.fails = true;
  queue.add(record(1));
  for (let time = 0; time < 3; time++) await timers.run();
  expect(timers.delays).toEqual([]);
  sink.fails = false;
  queue.add(record(2));
  await timers.run();
  expect(written).toEqual([[1, 2]]);
});

test('a full buffer gives up the oldest, and the loss is said at the end', async () => {
  const { queue, sink, warnings, written } = setup();
  sink.fails = true;
  for (let step = 1; step <= 7; step++) queue.add(record(step));
  await queue.flush();
  expect(queue.lost).toBe(2);
  queue.add(record(8));
  sink.fails = false;
  await queue.close();
  expect(written).toEqual([[4, 5, 6, 7, 8]]);
  expect(warnings.at(-1)).toBe('TestLogger: 3 records for nowhere were lost.');
});

test('closing while the sink is away loses what is left, closes it, and rejects nothing', async () => {
  const { queue, sink, warnings } = setup();
  sink.fails = true;
  sink.close.mockRejectedValue(new Error('gone'));
  queue.add(record(1));
  await queue.close();
  expect(sink.close).toHaveBeenCalledTimes(1);
  expect(warnings.slice(1)).toEqual(['TestLogger: nowhere could not be closed: gone.', 'TestLogger: 1 records for nowhere were lost.']);
});

test('what a sink reports as done does not come again, and what it refuses is lost', async () => {
  const { timers, warnings } = setup();
  const written: number[] = [];
  let isAway = true;
  const sink: LogSink = {
    owner: 'TestLogger',
    location: 'nowhere',
    kinds: ['scalars'],
    async write(records, report) {
      for (const { step } of records) {
        if (step === 3 && isAway) throw new Error('no connection');
        report.done(1);
        if (step % 2 === 0) report.refuse(1, `step ${step} is even`);
        else written.push(step);
      }
    },
  };
  const logger = { warn: (message: string) => void warnings.push(message) };
  const queue = new DeliveryQueue(sink, { maxBuffered: 5, flushInterval: 100, maxRetries: 2, logger, schedule: timers.schedule });
  for (const step of [1, 2, 3, 4]) queue.add(record(step));
  await timers.run();
  expect([written, queue.lost, timers.delays]).toEqual([[1], 1, [200]]);
  isAway = false;
  await timers.run();
  expect([written, queue.lost]).toEqual([[1, 3], 2]);
  await queue.close();
  expect(warnings).toEqual([
    'TestLogger: nowhere refuses some records, which are lost: step 2 is even. Training goes on.',
    expect.stringContaining('no connection'),
    'TestLogger: 2 records for nowhere were lost.',
  ]);
});
