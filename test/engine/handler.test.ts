import { Engine, Events } from '../../src/engine';

describe('a handler', () => {
  test('that is an object is called by its method, with itself as this, and is found and removed by the object', () => {
    const engine = new Engine(() => undefined);
    const called: string[] = [];
    const handler = {
      name: 'object',
      handle(_: unknown, extra: number) {
        called.push(`${this.name} ${extra}`);
      },
    };
    engine.on(Events.STARTED, handler, 7);
    void engine.fireEvent('STARTED');
    expect(called).toEqual(['object 7']);
    expect(engine.hasEventHandler(handler)).toBe(true);
    engine.off('STARTED', handler);
    expect(engine.hasEventHandler(handler)).toBe(false);
  });

  test('gets the engine first, whatever its signature', () => {
    const engine = new Engine(() => undefined);
    const got: unknown[] = [];
    engine.on(Events.STARTED, (...args: unknown[]) => got.push(...args), 'own');
    void engine.fireEvent('STARTED');
    expect(got).toEqual([engine, 'own']);
  });

  test.each([[undefined], [5], [{}], [{ handle: 5 }]])('is not %p', (handler) => {
    expect(() => new Engine(() => undefined).on('STARTED', handler as never)).toThrow(
      /handler of STARTED: expected a handler: a function, or an object with a method handle/,
    );
  });
});
