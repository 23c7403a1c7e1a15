import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Diagnosis } from '../src/node';
import type { Row } from './harness';
import { median } from './harness';
import { drawPhotos } from './support/random-photos';

export const name = 'The recipe on 384 images of 224 pixels, 5 epochs, batches of 64';

const photos = { classes: 12, perClass: 32, seed: 1 };
const images = photos.classes * photos.perClass;
const epochs = 5;
const run = promisify(execFile);

/** The interpreter that has torch, torchvision and pytorch-ignite. */
const python = process.env['BENCH_PYTHON'] ?? 'python3';

/** The blog's recipe in PyTorch + Ignite, where Python has them, and ours on each backend that works, each in a process of its own. */
export async function bench(): Promise<Row[]> {
  const folder = join(tmpdir(), 'tfjs-ignite-bench-photos');
  await drawPhotos(folder, photos);
  const blog = await timeBlog(folder);
  const rows: Row[] = blog === undefined ? [] : [row("whole recipe: the blog's, PyTorch + Ignite", blog.total, 's', `PyTorch ${blog.torch}, ${blog.threads} threads`)];
  for (const backend of await workingBackends()) {
    const { features, epochs: seconds, total, wall } = await timeRecipe(folder, backend);
    const times = blog === undefined ? undefined : `${(blog.total / wall).toFixed(1)} times faster than the blog's`;
    rows.push(row(`whole recipe: ${backend}`, wall, 's', times));
    rows.push(row(`without the start of the process: ${backend}`, total, 's'));
    rows.push(row(`features: ${backend}`, (1000 * features) / images, 'ms/image'));
    rows.push(row(`epoch of the head with its evaluations: ${backend}`, 1000 * median(seconds), 'ms/epoch'));
  }
  return rows;
}

function row(title: string, value: number, unit: string, note?: string): Row {
  return { name: title, value, unit, ...(note === undefined ? {} : { note }) };
}

/** The ones that can do it in minutes: the cpu backend takes hours. */
async function workingBackends(): Promise<string[]> {
  const { stdout } = await run(process.execPath, ['--import', 'tsx', 'src/node/cli.ts', 'doctor', '--json']);
  const { backends } = JSON.parse(stdout.slice(stdout.indexOf('{'))) as Diagnosis;
  return backends.filter((probe) => probe.outcome === 'works' && probe.name !== 'cpu').map((probe) => probe.name);
}

interface RecipeSeconds {
  readonly features: number;
  readonly epochs: readonly number[];
  readonly total: number;
}

async function timeRecipe(data: string, backend: string): Promise<RecipeSeconds & { wall: number }> {
  const out = mkdtempSync(join(tmpdir(), 'tfjs-ignite-bench-'));
  try {
    const begin = performance.now();
    const options = { data, weights: 'random', backend, epochs, patience: epochs, 'batch-size': 64, mode: 'frozen', seed: 0, out };
    const list = Object.entries(options).flatMap(([key, value]) => [`--${key}`, String(value)]);
    await run(process.execPath, ['--import', 'tsx', 'examples/caltech256.ts', ...list], { maxBuffer: 2 ** 26 });
    const wall = (performance.now() - begin) / 1000;
    return { ...(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as RecipeSeconds), wall };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

interface BlogSeconds {
  readonly total: number;
  readonly torch: string;
  readonly threads: number;
}

async function timeBlog(data: string): Promise<BlogSeconds | undefined> {
  try {
    await run(python, ['-c', 'import torch, torchvision, ignite']);
  } catch {
    console.log(`  ${python} has no torch, torchvision and pytorch-ignite: the blog's recipe is left out (BENCH_PYTHON names another interpreter)`);
    return undefined;
  }
  const { stdout } = await run(python, ['bench/python/blog_recipe.py', '--data', data, '--epochs', String(epochs)], { maxBuffer: 2 ** 26 });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as BlogSeconds;
}
