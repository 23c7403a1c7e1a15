import { Engine, Events, RemovableEventHandle } from '../../src/engine';

test('a handle removes what its call registered, on every event, and nothing else', () => {
  const engine = new Engine(() => undefined);
  let calls = 0;
  const handler = (): number => calls++;
  const handle = engine.on(Events.STARTED.or(Events.COMPLETED), handler);
  engine.on(Events.STARTED, handler);
  handle.remove();
  void engine.fireEvent('STARTED');
  void engine.fireEvent('COMPLETED');
  expect(calls).toBe(1);
});

test('a handle removes once, also as a disposable', () => {
  let removals = 0;
  const handle = new RemovableEventHandle(() => removals++);
  handle[Symbol.dispose]();
  handle.remove();
  expect(removals).toBe(1);
});
