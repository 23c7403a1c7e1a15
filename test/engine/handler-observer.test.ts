import type { HandlerObserver } from '../../src/engine';
import { Engine, Events, defineEvent } from '../../src/engine';
import { OptionError } from '../../src/errors';

/** Writes down what it is told; handlers go by the names given to them. */
function record(names: ReadonlyMap<object, string>): { observer: HandlerObserver; log: string[]; known: string[] } {
  const log: string[] = [];
  const known: string[] = [];
  const nameOf = (eventName: string, handler: object): string => `${eventName} ${names.get(handler) ?? 'other'}`;
  const observer: HandlerObserver = {
    registered: (eventName, handler) => known.push(nameOf(eventName, handler)),
    called: (eventName, handler) => {
      log.push(`> ${nameOf(eventName, handler)}`);
      return () => log.push(`< ${nameOf(eventName, handler)}`);
    },
  };
  return { observer, log, known };
}

it('sees each call with the event and the handler as it was registered, in order', () => {
  const engine = new Engine(() => 0);
  const first = jest.fn();
  const second = { handle: jest.fn() };
  const { observer, log } = record(new Map<object, string>([[first, 'first'], [second, 'second']]));
  engine.on(Events.STARTED, first, 1);
  engine.on(Events.STARTED.when(() => false), first);
  engine.once(Events.STARTED, second);
  engine.observeHandlers(observer);
  void engine.fireEvent('STARTED');
  void engine.fireEvent('STARTED');
  expect(log).toEqual(['> STARTED first', '< STARTED first', '> STARTED second', '< STARTED second', '> STARTED first', '< STARTED first']);
  expect(first.mock.calls).toEqual([[engine, 1], [engine, 1]]);
  expect(second.handle.mock.calls).toEqual([[engine]]);
});

it('a handler that returns a promise is done when that has settled', async () => {
  const engine = new Engine(() => 0);
  const slow = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    log.push('slow');
  };
  const broken = (): Promise<never> => Promise.reject(new Error('broken'));
  const { observer, log } = record(new Map([[slow, 'slow'], [broken, 'broken']]));
  engine.observeHandlers(observer);
  engine.on(Events.STARTED, slow);
  engine.on(Events.STARTED, broken);
  await expect(engine.run([1])).rejects.toThrow('broken');
  expect(log).toEqual(['> STARTED slow', 'slow', '< STARTED slow', '> STARTED broken', '< STARTED broken']);
});

it('a handler that throws is done, and the error goes on its way', async () => {
  const engine = new Engine(() => 0);
  const throws = (): never => {
    throw new Error('thrown');
  };
  const { observer, log } = record(new Map([[throws, 'throws']]));
  engine.observeHandlers(observer);
  engine.on(Events.STARTED, throws);
  await expect(engine.run([1])).rejects.toThrow('thrown');
  expect(log).toEqual(['> STARTED throws', '< STARTED throws']);
});

it('what handlers return counts as without an observer', async () => {
  const engine = new Engine(() => Promise.reject(new Error('handled')));
  engine.observeHandlers(record(new Map()).observer);
  engine.on(Events.EXCEPTION_RAISED, async () => Promise.resolve(true));
  await expect(engine.run([1])).resolves.toBe(engine.state);
});

it('is told of the handlers there are and of those to come', () => {
  const engine = new Engine(() => 0);
  const saved = defineEvent('SAVED');
  const [a, b] = [jest.fn(), jest.fn()];
  const { observer, known } = record(new Map([[a, 'a'], [b, 'b']]));
  engine.on(Events.STARTED.every(2).or(saved), a);
  const handle = engine.observeHandlers(observer);
  engine.on(saved, b);
  handle.remove();
  engine.on(saved, a);
  expect(known).toEqual(['STARTED a', 'SAVED a', 'SAVED b']);
});

it('several observers see the same, each until its handle is removed', () => {
  const engine = new Engine(() => 0);
  const handler = jest.fn();
  const [one, two] = [record(new Map([[handler, 'h']])), record(new Map([[handler, 'h']]))];
  engine.on(Events.STARTED, handler);
  const handles = [one, two, one].map(({ observer }) => engine.observeHandlers(observer));
  void engine.fireEvent('STARTED');
  expect([one.log.length, two.log.length]).toEqual([4, 2]);
  handles[0]?.remove();
  handles[1]?.remove();
  void engine.fireEvent('STARTED');
  expect([one.log.length, two.log.length]).toEqual([6, 2]);
});

it('without one, handlers are called as ever, and synchronously', () => {
  const engine = new Engine(() => 0);
  engine.on(Events.STARTED, () => 1);
  engine.observeHandlers(record(new Map()).observer).remove();
  expect(engine.fireEvent('STARTED')).toBeUndefined();
});

it('refuses what is no observer', () => {
  expect(() => new Engine(() => 0).observeHandlers({} as never)).toThrow(OptionError);
});
