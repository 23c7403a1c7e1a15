import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';

/** One measured value; values of one unit are compared with the first of them. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What a reader must know to judge the value. */
  readonly note?: string;
}

/** A file under `bench/` that `npm run bench` finds. */
export interface BenchModule {
  readonly name: string;
  bench(): Promise<Row[]>;
}

/** A way of doing the work that is compared with others. */
export interface Candidate {
  readonly name: string;
  readonly work: () => unknown;
  readonly note?: string;
}

const units = { ns: 1e6, µs: 1e3, ms: 1, s: 1e-3 } as const;

/** How {@link interleave} measures. */
export interface InterleaveOptions {
  /** Rounds after the warm-up; the median counts. @default 7 */
  readonly rounds?: number;
  /** Rounds that are not counted. @default 2 */
  readonly warmUp?: number;
  /** Units of work in one call of `work`, by which the time is divided. @default 1 */
  readonly per?: number;
  /** @default 'ms' */
  readonly unit?: keyof typeof units;
  /** Milliseconds on a clock. @default performance.now */
  readonly now?: () => number;
}

/**
 * Times candidates in turns, so that a machine that gets slower or busier slows all of them.
 *
 * @returns a row for each, with the median over the rounds
 */
export async function interleave(candidates: readonly Candidate[], options: InterleaveOptions = {}): Promise<Row[]> {
  const { rounds = 7, warmUp = 2, per = 1, unit = 'ms', now = () => performance.now() } = options;
  const times = candidates.map((): number[] => []);
  for (let round = 0; round < warmUp + rounds; round++) {
    // Every other round runs backwards, so that no candidate always comes after the same one.
    const order = candidates.map((_, index) => (round % 2 === 0 ? index : candidates.length - 1 - index));
    for (const index of order) {
      const begin = now();
      await candidates[index]?.work();
      if (round >= warmUp) times[index]?.push(now() - begin);
    }
  }
  return candidates.map(({ name, note }, index) => ({
    name,
    value: (median(times[index] ?? []) * units[unit]) / per,
    unit,
    ...(note === undefined ? {} : { note }),
  }));
}

/** The middle value; the mean of the two in the middle when there are as many above as below. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}

/** Rows as a table; the last number is the ratio to the first row of the same unit. */
export function formatRows(rows: readonly Row[]): string {
  const width = Math.max(0, ...rows.map(({ name }) => name.length));
  return rows
    .map(({ name, value, unit, note }) => {
      const first = rows.find((row) => row.unit === unit)?.value ?? value;
      const line = `  ${name.padEnd(width)}  ${significant(value).padStart(9)} ${unit.padEnd(9)} ${`${significant(value / first)}x`.padStart(8)}`;
      return note === undefined ? line : `${line}  ${note}`;
    })
    .join('\n');
}

function significant(value: number): string {
  if (!Number.isFinite(value) || value === 0) return String(value);
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 6));
}

/** What the figures depend on. */
export function machineFacts(): Record<string, string | number> {
  const packages = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-node', '@tensorflow/tfjs-backend-wasm'];
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    ...Object.fromEntries(packages.flatMap(versionOf)),
  };
}

/** The installed version as an entry; none when the package is not installed. */
function versionOf(name: string): [string, string][] {
  try {
    const { version } = JSON.parse(readFileSync(join('node_modules', name, 'package.json'), 'utf8')) as { version: string };
    return [[name, version]];
  } catch {
    return [];
  }
}
