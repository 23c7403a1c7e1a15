import type { EngineOptions } from '../../src/engine';
import { Engine } from '../../src/engine';
import { takeTurn } from '../../src/engine/event-loop-turn';
import { manualClock } from './helpers';

/** How often a timer fires while an engine runs 50 iterations that take `pace` ms each by the clock it is given. */
async function ticks(pace: number, step: () => unknown): Promise<number> {
  const clock = manualClock();
  const options: EngineOptions = { clock };
  const engine = new Engine(() => {
    clock.time += pace;
    return step();
  }, options);
  let count = 0;
  let running = true;
  const count1 = (): void => {
    if (!running) return;
    count++;
    setImmediate(count1);
  };
  setImmediate(count1);
  await engine.run(null, { epochLength: 50 });
  running = false;
  return count;
}

describe('the event loop', () => {
  test('gets a turn at least every 16 ms of a run with synchronous steps', async () => expect(await ticks(5, () => 1)).toBeGreaterThanOrEqual(Math.floor((50 * 5) / 16)));
  test('gets it with steps whose promises never leave the microtask queue', async () =>
    expect(await ticks(5, () => Promise.resolve(1))).toBeGreaterThanOrEqual(Math.floor((50 * 5) / 16)));
  test('gets it after each step that is longer', async () => expect(await ticks(40, () => 1)).toBeGreaterThanOrEqual(49));
  test('gets none while no time passes', async () => expect(await ticks(0, () => 1)).toBeLessThanOrEqual(2));

  test('lets a timer fire and a signal abort in the middle of a synchronous run', async () => {
    const clock = manualClock();
    const controller = new AbortController();
    const engine = new Engine(() => (clock.time += 20), { clock });
    setTimeout(() => controller.abort(), 0);
    const state = await engine.run(null, { epochLength: 1_000_000, signal: controller.signal });
    expect(state.iteration).toBeLessThan(1_000_000);
    expect(engine.lastEventName).toBe('COMPLETED');
  });

  test('has its turn in environments without setImmediate, by a message', async () => {
    const { setImmediate: original } = globalThis;
    Reflect.deleteProperty(globalThis, 'setImmediate');
    try {
      await expect(takeTurn()).resolves.toBeUndefined();
    } finally {
      globalThis.setImmediate = original;
    }
  });
});

test('a synchronous step with synchronous handlers costs no microtask an iteration', async () => {
  const engine = new Engine(() => 1, { clock: manualClock() });
  engine.on('ITERATION_COMPLETED', () => 2);
  let microtasks = 0;
  let running = true;
  const spin = (): void => {
    if (!running) return;
    microtasks++;
    void Promise.resolve().then(spin);
  };
  spin();
  await engine.run(Array.from({ length: 10_000 }, () => 0));
  running = false;
  expect(microtasks).toBeLessThan(100);
});
