import { Engine, Events, defineEvent } from '../../src/engine';
import { OptionError, StateError } from '../../src/errors';

function makeEngine(): { engine: Engine; called: string[]; handler(name: string): () => void } {
  const called: string[] = [];
  return { engine: new Engine(() => undefined), called, handler: (name) => () => void called.push(name) };
}

describe('handlers', () => {
  test('run in the order of registration, filtered or not', () => {
    const { engine, called, handler } = makeEngine();
    engine.on(Events.STARTED, handler('a'));
    engine.on('STARTED', handler('b'));
    engine.on(Events.STARTED.when(() => false), handler('never'));
    engine.on(Events.COMPLETED.or(Events.STARTED), handler('c'));
    expect(engine.fireEvent('STARTED')).toBeUndefined();
    expect(called).toEqual(['a', 'b', 'c']);
  });

  test('that return promises are awaited before the next one runs', async () => {
    const { engine, called, handler } = makeEngine();
    engine.on(Events.STARTED, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      called.push('slow');
    });
    engine.on(Events.STARTED, handler('fast'));
    const fired = engine.fireEvent(Events.STARTED);
    expect(called).toEqual([]);
    await fired;
    expect(called).toEqual(['slow', 'fast']);
  });

  test('may be registered several times, and off removes all of them', () => {
    const { engine, called, handler } = makeEngine();
    const twice = handler('x');
    engine.on(Events.STARTED, twice);
    engine.on(Events.STARTED.every(2), twice);
    engine.on(Events.STARTED, twice);
    void engine.fireEvent('STARTED');
    expect(called).toEqual(['x', 'x', 'x']);
    engine.off(Events.STARTED, twice);
    void engine.fireEvent('STARTED');
    expect(called).toHaveLength(3);
  });

  test('registered with once run the first time that the filter lets them', async () => {
    const { engine, called } = makeEngine();
    engine.once(Events.ITERATION_STARTED.after(1), ({ state }) => called.push(`${state.iteration}`));
    await engine.run([1, 2, 3], { maxEpochs: 2 });
    expect(called).toEqual(['2']);
  });

  test('added while their event fires wait for the next firing', () => {
    const { engine, called, handler } = makeEngine();
    engine.once(Events.STARTED, () => engine.on(Events.STARTED, handler('late')));
    void engine.fireEvent('STARTED');
    expect(called).toEqual([]);
    void engine.fireEvent('STARTED');
    expect(called).toEqual(['late']);
  });

  test.each(['sync', 'async'])('removed while their event fires no longer run (%s)', async (mode) => {
    const { engine, called, handler } = makeEngine();
    engine.on(Events.STARTED, () => {
      handle.remove();
      return mode === 'async' ? Promise.resolve() : undefined;
    });
    const handle = engine.on(Events.STARTED, handler('removed'));
    engine.on(Events.STARTED, handler('kept'));
    await engine.fireEvent('STARTED');
    expect(called).toEqual(['kept']);
  });

  test('the last event that fired is remembered', () => {
    const { engine } = makeEngine();
    expect(engine.lastEventName).toBeNull();
    void engine.fireEvent('EPOCH_STARTED');
    expect(engine.lastEventName).toBe('EPOCH_STARTED');
  });

  test.each(['sync', 'async'])('an event fired by hand in a run is the last one only while its handlers run (%s)', async (mode) => {
    const SAVED = defineEvent('SAVED');
    const engine = new Engine(() => undefined);
    const names: (string | null)[] = [];
    const note = (): unknown => (names.push(engine.lastEventName), mode === 'async' ? Promise.resolve() : undefined);
    engine.on(SAVED, note);
    engine.on(Events.EPOCH_COMPLETED, () => engine.fireEvent(SAVED));
    engine.on(Events.EPOCH_COMPLETED, note);
    await engine.run([1]);
    expect(names).toEqual(['SAVED', 'EPOCH_COMPLETED']);
  });
});

describe('refused', () => {
  const { engine } = makeEngine();
  const nothing = (): void => {};

  test('an unknown event, with the known ones in the message', () => {
    expect(() => engine.on('EPOCH_FINISHED' as never, nothing)).toThrow(/an event that this engine knows \(STARTED, .*EPOCH_COMPLETED.*got "EPOCH_FINISHED"/s);
    expect(() => engine.fireEvent('EPOCH_FINISHED' as never)).toThrow(OptionError);
    expect(() => engine.off('EPOCH_FINISHED' as never, nothing)).toThrow(OptionError);
  });
  test('what is no event', () => expect(() => engine.on(5 as never, nothing)).toThrow(OptionError));
  test('a filter on an event that counts nothing', () => {
    expect(() => engine.on(Events.TERMINATE.every(2), nothing)).toThrow(/an event that is counted/);
    expect(() => engine.on(Events.TERMINATE.every(1), nothing)).not.toThrow();
  });
  test('removing a handler that is not there', () => expect(() => engine.off('STARTED', nothing)).toThrow(StateError));
  test('half a list: nothing is registered when one of its events is refused', () => {
    expect(() => engine.on(Events.COMPLETED.or(Events.TERMINATE.once(1)), nothing)).toThrow(OptionError);
    expect(engine.hasEventHandler(nothing, 'COMPLETED')).toBe(false);
  });
});
