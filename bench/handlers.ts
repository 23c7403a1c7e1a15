/** What a handler costs: an iteration with it less an iteration without, in the loop and in all, beside Ignite where that has the same one. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import type { AnyEngine } from '../src/engine';
import { Engine } from '../src/engine';
import { GradientEvents } from '../src/handlers';
import { appendFile, useBackend } from '../src/node';
import { parametersOf } from '../src/optim';
import type { Row } from './harness';
import { median } from './harness';
import type { HandlerCase, HandlerRun } from './support/handler-cases';
import { HANDLER_CASES } from './support/handler-cases';
import { mlp } from './support/mlp';

export const name = 'Handlers: what an iteration costs more with one (models and weights: a 64-64-64-10 MLP on wasm)';

/** The interpreter that has pytorch-ignite. */
const python = process.env['BENCH_PYTHON'] ?? 'python3';
const ROUNDS = 9;
/** Milliseconds that a run is meant to take. */
const RUN = 40;
const LEAST = 50;
const MOST = 50_000;
/** The run of a logger: an epoch, so that what is written once an epoch weighs as much as it does. */
const EPOCH = 10_000;
/** What a logger at every iteration may cost the loop. */
const GOAL = 20;

/** Microseconds of an iteration: of the loop's time, and of the processor's with what happens elsewhere and afterwards. */
interface Cost {
  readonly loop: number;
  readonly processor: number;
}

type Attach = (trainer: AnyEngine) => (() => unknown) | undefined;

/** One run of an engine whose step does nothing but show gradients to who listens. */
async function run(iterations: number, gradients: ReadonlyMap<string, tf.Tensor>, attach: Attach): Promise<Cost> {
  const trainer = new Engine((engine, batch: number) => {
    if (engine.hasRegisteredEvent(GradientEvents.GRADIENTS_COMPUTED)) void engine.fireEvent(GradientEvents.GRADIENTS_COMPUTED, gradients);
    return batch;
  });
  const data = Array.from({ length: iterations }, (_, index) => index);
  const close = attach(trainer);
  const used = process.cpuUsage();
  const began = performance.now();
  await trainer.run(data);
  const milliseconds = performance.now() - began;
  await close?.();
  const { user, system } = process.cpuUsage(used);
  return { loop: (milliseconds * 1000) / iterations, processor: (user + system) / iterations };
}

/** A run without and a run with the handler in turns; the median of the differences. */
async function measure(gradients: ReadonlyMap<string, tf.Tensor>, kind: HandlerCase['kind'], attach: Attach): Promise<Cost> {
  const once = (iterations: number, what: Attach): Promise<Cost> => run(iterations, gradients, what);
  const lasting = (loop: number, most: number): number => Math.round(Math.min(most, Math.max(LEAST, (RUN * 1000) / loop)));
  const { loop } = await once(LEAST, attach);
  // Twice, since what was just compiled is not yet fast.
  const again = await once(lasting(loop, MOST / 10), attach);
  const iterations = kind === 'logger' ? EPOCH : lasting(again.loop, MOST);
  const more: Cost[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const without = await once(iterations, () => undefined);
    const own = await once(iterations, attach);
    if (round > 0) more.push({ loop: own.loop - without.loop, processor: own.processor - without.processor });
  }
  return { loop: median(more.map((cost) => cost.loop)), processor: median(more.map((cost) => cost.processor)) };
}

export async function bench(): Promise<Row[]> {
  await useBackend('wasm');
  const folder = mkdtempSync(join(tmpdir(), 'bench-handlers-'));
  try {
    return await measureAll(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measureAll(folder: string): Promise<Row[]> {
  const model = mlp();
  const gradients = new Map(parametersOf(model).map(({ name: parameter, variable }) => [parameter, tf.randomNormal(variable.shape)]));
  let files = 0;
  const setting = (): Omit<HandlerRun, 'trainer'> => ({
    model,
    optimizer: { paramGroups: [{ lr: 0.1 }] },
    newFile: () => appendFile(join(folder, String(files++))),
  });
  const empty = await emptyIteration(gradients);
  const ignite = await igniteTimes();
  const rows: Row[] = [{ name: 'an iteration without handlers', value: empty, unit: 'µs/iteration' }];
  for (const each of HANDLER_CASES) {
    const cost = await measure(gradients, each.kind, (trainer) => each.attach({ trainer, ...setting() }));
    rows.push({ name: each.name, value: cost.loop, unit: 'µs/iteration', note: note(each, cost) });
    const value = ignite.get(each.name);
    if (value !== undefined) rows.push({ name: `Ignite: ${each.name}`, value, unit: 'µs/iteration', note: beside(value, cost.loop) });
  }
  tf.dispose([...gradients.values()]);
  model.dispose();
  return rows;
}

async function emptyIteration(gradients: ReadonlyMap<string, tf.Tensor>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) times.push((await run(MOST, gradients, () => undefined)).loop);
  return median(times.slice(1));
}

function note({ kind }: HandlerCase, { loop, processor }: Cost): string {
  const all = `processor time ${processor.toFixed(2)} in all`;
  return kind === 'logger' ? `${all}; goal: at most ${GOAL} of the loop, ${loop <= GOAL ? 'met' : 'missed'}` : all;
}

function beside(ignite: number, ours: number): string {
  return ignite > 0 && ours > 0 ? `${(ignite / ours).toFixed(1)} times ours` : 'too little to compare';
}

/** What Ignite's handlers of the same names cost an iteration. */
async function igniteTimes(): Promise<ReadonlyMap<string, number>> {
  try {
    const { stdout } = await promisify(execFile)(python, [join('bench', 'python', 'handler_overhead.py')]);
    return new Map(Object.entries(JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, number>));
  } catch {
    console.log(`  ${python} has no pytorch-ignite: its rows are left out (BENCH_PYTHON names another interpreter)`);
    return new Map();
  }
}
