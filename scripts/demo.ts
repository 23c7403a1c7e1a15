/**
 * `npm run demo`: the whole recipe on images drawn from code, with nothing else installed.
 *
 *   npm run demo -- [--seed N] [--backend NAME] [--out DIR]
 */
import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { demoClasses, makeDemoImages } from './demo-images';

/** Images of each class: enough to learn from, few enough for the slowest backend. */
const PER_CLASS = 32;
/** Validation accuracy in percent below which something is broken: guessing gives 20. */
const REQUIRED = 60;

const recipe = fileURLToPath(new URL('../examples/caltech256.ts', import.meta.url));

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { seed: { type: 'string', default: '0' }, backend: { type: 'string', default: 'auto' }, out: { type: 'string', default: 'demo-out' } },
  });
  const { seed, backend, out } = values;
  const data = join(out, '256_ObjectCategories');
  const run = join(out, 'run');
  await rm(run, { recursive: true, force: true });

  console.log(`Drawing ${PER_CLASS} images of each of ${demoClasses.length} classes into ${data}`);
  await makeDemoImages(data, { perClass: PER_CLASS, seed: Number(seed) });
  // Random weights, since nothing is downloaded; their features are standardised. Few images, so small batches and larger steps.
  await recipeWith(['--data', data, '--out', run, '--weights', 'random', '--batch-size', '16', '--lr', '0.01', '--seed', seed, '--backend', backend]);

  const image = join(data, demoClasses[2] ?? '', '003_0001.jpg');
  console.log(`\nWhat is ${image}?`);
  await recipeWith(['--out', run, '--backend', backend, '--classify', image]);

  const history = JSON.parse(await readFile(join(run, 'history.json'), 'utf8')) as { validation: { accuracy: number[] } };
  const accuracy = Math.max(...history.validation.accuracy);
  if (!(accuracy >= REQUIRED)) throw new Error(`the best validation accuracy is ${accuracy} %, below ${REQUIRED} %`);
  console.log(`\nDone: validation accuracy ${accuracy.toFixed(2)} %, model in ${join(run, 'model')}`);
}

function recipeWith(args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', recipe, ...args], { stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code, signal) => (code === 0 ? resolve() : reject(new Error(`the recipe ended with ${signal ?? `exit code ${String(code)}`}`))));
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? `demo: ${error.message}` : error);
  process.exitCode = 1;
});
