/** What a metric costs: an update with a 64 x 257 and with a 4096 x 1000 batch on each backend that is installed, beside Ignite. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BackendName } from '../src/node/backend';
import { useBackend } from '../src/node/backend';
import { disposeTensors, readsAreCopies } from '../src/tensor';
import type { Row } from './harness';
import { median } from './harness';
import type { MetricCase } from './support/metric-cases';
import { METRIC_CASES } from './support/metric-cases';
import { drawOutput } from './support/metric-inputs';

export const name = 'Metrics: an update (µs)';

/** The interpreter that has pytorch-ignite. */
const python = process.env['BENCH_PYTHON'] ?? 'python3';
const SIZES = [[64, 257], [4096, 1000]] as const;
const BACKENDS: readonly BackendName[] = ['cpu', 'wasm', 'tfjs-node', 'webgpu'];
/** Milliseconds from which one update is enough. */
const LONG = 2000;
/** Milliseconds for one figure. */
const BUDGET = Number(process.env['BENCH_MILLISECONDS'] ?? 250);

/** Microseconds of an update, the median of as many as the budget allows; where reads are dear the compute that waits for the device is in it. */
async function measure({ inputs, make }: MetricCase, rows: number, columns: number): Promise<number> {
  const output = drawOutput(inputs, rows, columns);
  const metric = make(columns);
  const times: number[] = [];
  const update = async (): Promise<number> => {
    const began = performance.now();
    await metric.update(output);
    if (!readsAreCopies()) await metric.compute();
    return (performance.now() - began) * 1000;
  };
  const first = await update();
  // What takes as long as this is not repeated.
  if (first > LONG * 1000) {
    metric.dispose();
    disposeTensors(output);
    return first;
  }
  const count = Math.max(1, Math.min(200, Math.floor((BUDGET * 1000) / first)));
  for (let time = 0; time < Math.min(count, 20); time++) times.push(await update());
  // The first updates compile; what they leave behind must not grow without bound either.
  metric.reset();
  times.length = 0;
  for (let time = 0; time < count; time++) times.push(await update());
  metric.dispose();
  disposeTensors(output);
  return median(times);
}

async function measureIgnite(rows: number, columns: number): Promise<ReadonlyMap<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-metrics-'));
  try {
    const cases = METRIC_CASES.flatMap(({ name: metric, inputs, python: expression }) => (expression === null ? [] : [{ name: metric, inputs, expression }]));
    writeFileSync(join(folder, 'cases.json'), JSON.stringify({ rows, columns, budget: BUDGET, cases }));
    const { stdout } = await promisify(execFile)(python, [join('bench', 'python', 'metric_updates.py'), join(folder, 'cases.json')], { maxBuffer: 1e8 });
    return new Map(Object.entries(JSON.parse(stdout) as Record<string, number>));
  } catch (error) {
    console.log(`Ignite is left out: ${error instanceof Error ? (error.message.split('\n')[1] ?? error.message) : String(error)} (BENCH_PYTHON names an interpreter that has it)`);
    return new Map();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export async function bench(): Promise<Row[]> {
  const figures = new Map<string, number>();
  const key = (metric: string, size: readonly number[], where: string): string => `${metric} ${size.join(' x ')}, ${where}`;
  const available: BackendName[] = [];
  for (const backend of BACKENDS) {
    try {
      await useBackend(backend);
    } catch (error) {
      console.log(`${backend} is left out: ${error instanceof Error ? error.message : String(error)}`);
      continue;
    }
    available.push(backend);
    for (const size of SIZES) {
      for (const each of METRIC_CASES) figures.set(key(each.name, size, backend), await measure(each, size[0], size[1]));
      console.log(`${backend}: ${size.join(' x ')} is done`);
    }
  }
  for (const size of SIZES) for (const [metric, value] of await measureIgnite(size[0], size[1])) figures.set(key(metric, size, 'Ignite'), value);

  const rows: Row[] = [];
  for (const size of SIZES) {
    for (const { name: metric } of METRIC_CASES) {
      // Not a copy on the host: what waits for a device is listed, and does not compete.
      const best = Math.min(...available.filter((backend) => backend !== 'webgpu').map((backend) => figures.get(key(metric, size, backend)) ?? Infinity));
      for (const where of [...available, 'Ignite']) {
        const value = figures.get(key(metric, size, where));
        if (value === undefined) continue;
        const note = where === 'Ignite' ? `the best of ours is ${(best / value).toFixed(2)} of it` : undefined;
        rows.push({ name: key(metric, size, where), value, unit: 'µs', ...(note === undefined ? {} : { note }) });
      }
    }
  }
  return rows;
}
