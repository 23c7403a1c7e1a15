import { Engine, EventList, Events, defineEvent, defineEvents } from '../../src/engine';
import { OptionError, StateError } from '../../src/errors';

describe('events', () => {
  test('are immutable values: a filter makes a new one', () => {
    const filtered = Events.STARTED.every(2);
    expect(filtered).not.toBe(Events.STARTED);
    expect(Events.STARTED.filter).toBeUndefined();
    expect(Object.isFrozen(filtered)).toBe(true);
  });

  test('a.or(b) makes a new list and leaves both alone', () => {
    const list = Events.STARTED.or(Events.COMPLETED);
    const longer = list.or(Events.EPOCH_STARTED.every(2));
    expect(list.events).toEqual([Events.STARTED, Events.COMPLETED]);
    expect(longer.events.map(({ name }) => name)).toEqual(['STARTED', 'COMPLETED', 'EPOCH_STARTED']);
    expect(longer).toBeInstanceOf(EventList);
    expect(String(longer)).toBe('STARTED or COMPLETED or EPOCH_STARTED.every(2)');
  });

  test('only events can be listed', () => expect(() => Events.STARTED.or('COMPLETED' as never)).toThrow(OptionError));

  test('there are thirteen', () => expect(Object.keys(Events)).toHaveLength(13));
});

describe('events of your own', () => {
  const Steps = defineEvents({ FORWARD: {}, BACKWARD: { counter: 'backward' } });

  test('become known to the engine that registers a handler, and to no other', () => {
    const engine = new Engine(() => undefined);
    engine.on(Steps.BACKWARD, () => {});
    expect(engine.hasRegisteredEvent(Steps.BACKWARD)).toBe(true);
    expect(engine.state.attributes).toEqual({ backward: 0 });
    const other = new Engine(() => undefined);
    expect(other.hasRegisteredEvent(Steps.BACKWARD)).toBe(false);
    expect(other.state.attributes).toEqual({});
  });

  test('are filtered by their counter, which the user moves on', async () => {
    const counts: unknown[] = [];
    const engine = new Engine(async (self) => {
      self.state.increment('backward');
      await self.fireEvent(Steps.BACKWARD);
    });
    engine.on(Steps.BACKWARD.every(3), ({ state }) => counts.push(state.attributes.backward));
    await engine.run([1, 2, 3, 4], { maxEpochs: 2 });
    expect(counts).toEqual([3, 6]);
  });

  test('pass arguments on', async () => {
    const SAVED = defineEvent<[file: string, size: number]>('SAVED');
    const engine = new Engine(() => undefined);
    const got: unknown[] = [];
    engine.on(SAVED, (_, file, size, ...rest: string[]) => got.push(file, size, ...rest), 'own');
    await engine.fireEvent(SAVED, 'a', 1);
    expect(got).toEqual(['a', 1, 'own']);
  });

  test.each([
    ['a name of a built-in event', () => defineEvent('STARTED')],
    ['no name', () => defineEvent('')],
    ['a counter that is no name', () => defineEvent('FOO', { counter: 5 as never })],
  ])('%s is refused', (_, define) => expect(define).toThrow(OptionError));

  test('one name with two counters is refused by the engine', () => {
    const engine = new Engine(() => undefined);
    engine.registerEvents(defineEvent('FOO', { counter: 'a' }));
    expect(() => engine.registerEvents(defineEvent('FOO', { counter: 'b' }))).toThrow(StateError);
  });

  test('registerEvents takes names and values, and nothing else', () => {
    const engine = new Engine(() => undefined);
    engine.registerEvents('FOO', Steps.FORWARD);
    expect([engine.hasRegisteredEvent('FOO'), engine.hasRegisteredEvent('FORWARD'), engine.hasRegisteredEvent('BAR')]).toEqual([true, true, false]);
    expect(() => engine.registerEvents(5 as never)).toThrow(OptionError);
  });

  test('a counter that is no number is an error when the event fires', () => {
    const engine = new Engine(() => undefined);
    engine.on(Steps.BACKWARD.every(2), () => {});
    engine.state.attributes.backward = 'two';
    expect(() => engine.fireEvent(Steps.BACKWARD)).toThrow(StateError);
  });
});
