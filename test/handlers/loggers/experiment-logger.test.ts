import { Engine, Events } from '../../../src/engine';
import { OptionError } from '../../../src/errors';
import { experimentLogger } from '../../../src/handlers';
import { memoryLogger } from './memory-sink';

test('a handler is called at each of several events, until it is removed', async () => {
  const { logger } = memoryLogger();
  const engine = new Engine(() => 0);
  const seen: string[] = [];
  const handle = logger.attach(engine, Events.EPOCH_STARTED.or(Events.ITERATION_COMPLETED.every(2)), (_, target, event) => {
    expect(target).toBe(logger);
    seen.push(event.name);
  });
  await engine.run([1, 2, 3]);
  expect(seen).toEqual(['EPOCH_STARTED', 'ITERATION_COMPLETED']);
  handle.remove();
  await engine.run([1, 2, 3]);
  expect(seen).toHaveLength(2);
});

test('records carry step and time', async () => {
  const { logger, records } = memoryLogger({ wallTime: () => 5 });
  logger.logScalars({ loss: 1 }, 3);
  await logger.close();
  expect(records).toEqual([{ kind: 'scalars', values: { loss: 1 }, step: 3, time: 5 }]);
});

test('a kind that the sink has no place for is left out, with one warning', async () => {
  const { logger, records, warnings } = memoryLogger();
  for (const text of ['a', 'b']) logger.log({ kind: 'text', tag: 'note', text }, 1);
  await logger.close();
  expect([records, warnings, logger.takes('text')]).toEqual([[], ['TestLogger has no place for text: left out.'], false]);
});

test('a sink that fails stops no run', async () => {
  const warnings: string[] = [];
  const note = (message: string): void => void warnings.push(message);
  const sink = { owner: 'Broken', location: 'nowhere', kinds: ['scalars'] as const, write: () => Promise.reject(new Error('disk full')) };
  const logger = experimentLogger(sink, { flushInterval: 0, logger: { info: note, warn: note, error: note } });
  const engine = new Engine((_, batch: number) => batch);
  logger.attachOutputHandler(engine, { event: Events.ITERATION_COMPLETED, outputTransform: (loss) => ({ loss }) });
  expect((await engine.run([1, 2, 3], { maxEpochs: 2 })).iteration).toBe(6);
  await logger.close();
  expect(warnings).toEqual([expect.stringContaining('disk full'), 'Broken: 6 records for nowhere were lost.']);
  expect(logger.lost).toBe(6);
});

test('is closed once, and refuses records then', async () => {
  const { logger } = memoryLogger();
  await logger.close();
  await logger.close();
  expect(() => logger.logScalars({ a: 1 }, 1)).toThrow(OptionError);
});

test.each([
  [{ maxBuffered: 0 }, 'TestLogger.maxBuffered'],
  [{ flushInterval: -1 }, 'TestLogger.flushInterval'],
  [{ maxRetries: 1.5 }, 'TestLogger.maxRetries'],
  [{ logger: {} }, 'TestLogger.logger'],
  [{ interval: 1 }, 'TestLogger'],
])('refuses %j', (options, owner) => {
  expect(() => memoryLogger(options as never)).toThrow(owner);
});

test('refuses what is no event and no handler', () => {
  const { logger } = memoryLogger();
  const engine = new Engine(() => 0);
  expect(() => logger.attach(engine, 'COMPLETED' as never, () => undefined)).toThrow(OptionError);
  expect(() => logger.attach(engine, Events.COMPLETED, undefined as never)).toThrow(OptionError);
});

describe('records whose numbers are still being read', () => {
  test('are waited for by flush and close, under the time of the call', async () => {
    let time = 1;
    const { logger, records } = memoryLogger({ wallTime: () => time });
    const read: (() => void)[] = [];
    const later = (a: number) => new Promise<[{ kind: 'scalars'; values: { a: number } }]>((resolve) => read.push(() => resolve([{ kind: 'scalars', values: { a } }])));
    logger.logLater(later(1), 5);
    time = 2;
    const flushed = logger.flush();
    read[0]?.();
    await flushed;
    logger.logLater(later(2), 6);
    const closed = logger.close();
    read[1]?.();
    await closed;
    expect(records).toEqual([{ kind: 'scalars', values: { a: 1 }, step: 5, time: 1 }, { kind: 'scalars', values: { a: 2 }, step: 6, time: 2 }]);
  });

  test('that cannot be read are one warning', async () => {
    const { logger, warnings } = memoryLogger();
    for (const step of [1, 2]) logger.logLater(Promise.reject(new Error('device lost')), step);
    await logger.close();
    expect(warnings).toEqual(['TestLogger: what was to be logged could not be read: device lost']);
    expect(() => logger.logLater(Promise.resolve([]), 1)).toThrow(OptionError);
  });
});
