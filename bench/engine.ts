/** What the engine costs an iteration, beside a bare loop. */
import { Engine, Events } from '../src/engine';
import type { AnyEngine } from '../src/engine';
import type { Row } from './harness';

export const name = 'engine';

const ITERATIONS = 300_000;
const ROUNDS = 7;

/** Microseconds an iteration: the median of several rounds, after one that warms up. */
async function measure(run: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const began = performance.now();
    await run();
    if (round > 0) times.push(((performance.now() - began) * 1000) / ITERATIONS);
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN;
}

async function perIteration(prepare: (engine: AnyEngine) => void): Promise<number> {
  const data = Array.from({ length: ITERATIONS }, (_, index) => index);
  const engine = new Engine((_, batch: number) => batch + 1);
  prepare(engine);
  return measure(() => engine.run(data));
}

export async function bench(): Promise<Row[]> {
  let sink = 0;
  const data = Array.from({ length: ITERATIONS }, (_, index) => index);
  const step = (batch: number): number => batch + 1;
  const loop = await measure(() => {
    for (const batch of data) sink += step(batch);
  });
  let calls = 0;
  const handler = (): void => {
    calls++;
  };
  const events = [Events.GET_BATCH_STARTED, Events.GET_BATCH_COMPLETED, Events.ITERATION_STARTED, Events.ITERATION_COMPLETED, Events.ITERATION_COMPLETED];
  const rows: [string, number, string?][] = [
    ['bare for loop', loop],
    ['no handler', await perIteration(() => undefined), 'goal: at most 0.3'],
    ['1 handler', await perIteration((engine) => engine.on(Events.ITERATION_COMPLETED, handler))],
    ['5 handlers', await perIteration((engine) => events.forEach((event) => engine.on(event, handler)))],
    ['5 filtered handlers', await perIteration((engine) => [2, 3, 5, 7, 11].forEach((every) => engine.on(Events.ITERATION_COMPLETED.every(every), handler))), 'goal: at most 1'],
    ['1 async handler', await perIteration((engine) => engine.on(Events.ITERATION_COMPLETED, () => Promise.resolve()))],
  ];
  if (calls === 0 || Number.isNaN(sink)) throw new Error('bench: the handlers were not called');
  return rows.map(([label, value, note]) => ({ name: label, value, unit: 'µs/iteration', ...(note === undefined ? {} : { note }) }));
}
