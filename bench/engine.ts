/** What the engine costs: an iteration beside a bare loop and beside Ignite, a training step beside a raw loop and `model.fit`, and memory. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Engine, Events } from '../src/engine';
import type { AnyEngine } from '../src/engine';
import type { Row } from './harness';
import { bench as benchTraining } from './training';

export const name = 'The engine, and training a small MLP (64-64-64-10, batches of 32)';

/** The interpreter that has pytorch-ignite. */
const python = process.env['BENCH_PYTHON'] ?? 'python3';
const MANY = 10_000_000;

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
  const ignite = await igniteTimes();
  if (ignite !== undefined) {
    const beside = (ours: string, value: number): string => `${(value / (rows.find(([label]) => label === ours)?.[1] ?? NaN)).toFixed(1)} times ours`;
    const label = (what: string): string => `Ignite ${ignite.version}: ${what}`;
    const pairs: [string, number][] = [['no handler', ignite.none], ['1 handler', ignite.one], ['5 handlers', ignite.five], ['5 filtered handlers', ignite.filtered]];
    rows.push(...pairs.map(([ours, value]): [string, number, string] => [label(ours), value, beside(ours, value)]));
  }
  const engine: Row[] = rows.map(([label, value, note]) => ({ name: label, value, unit: 'µs/iteration', ...(note === undefined ? {} : { note }) }));
  return [...engine, ...(await heapOfManyIterations()), ...(await benchTraining())];
}

interface IgniteTimes {
  readonly version: string;
  readonly none: number;
  readonly one: number;
  readonly five: number;
  readonly filtered: number;
}

async function igniteTimes(): Promise<IgniteTimes | undefined> {
  try {
    const { stdout } = await promisify(execFile)(python, ['bench/python/engine_overhead.py']);
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as IgniteTimes;
  } catch {
    console.log(`  ${python} has no pytorch-ignite: its rows are left out (BENCH_PYTHON names another interpreter)`);
    return undefined;
  }
}

/** The heap after each tenth of one long run without data; flat is what does not grow from the first tenth on. */
async function heapOfManyIterations(): Promise<Row[]> {
  const engine = new Engine(() => undefined);
  const heap: number[] = [];
  engine.on(Events.ITERATION_COMPLETED.every(MANY / 10), () => {
    (globalThis as { gc?: () => void }).gc?.();
    heap.push(process.memoryUsage().heapUsed / 2 ** 20);
  });
  await engine.run(null, { epochLength: MANY });
  const collected = 'gc' in globalThis ? 'after a collection' : 'garbage included; NODE_OPTIONS=--expose-gc collects before';
  return [0, heap.length - 1].map((at) => ({ name: `heap after ${(at + 1) * (MANY / 10)} empty iterations`, value: heap[at] ?? NaN, unit: 'MiB', note: collected }));
}
