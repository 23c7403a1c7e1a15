/**
 * Compares this library with the golden cases under a folder: `npm run conformance -- DIR [FILE…]`, by default all of `test/fixtures/golden`.
 * Metrics run on the backend that the environment variable `TEST_BACKEND` names (`cpu`, `wasm`, `tfjs-node` or `webgpu`), `cpu` by default.
 *
 * Prints a line for each file, and fails on a case that fails, a file that nobody runs, and a departure that the documentation does not list.
 */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listedDepartures } from '../test/conformance/listed-departures';
import { RUNNERS } from '../test/conformance/registry';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

function goldenFiles(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile() && entry.name.endsWith('.json')).map((entry) => relative(folder, join(entry.parentPath, entry.name))).sort();
}

async function main(folder: string, wanted: readonly string[]): Promise<number> {
  if (!existsSync(folder)) {
    console.error(`conformance: expected a folder of golden files, got ${folder}.`);
    return 2;
  }
  const files = goldenFiles(folder).filter((name) => wanted.length === 0 || wanted.includes(name));
  if (files.length === 0) {
    console.error(`conformance: expected golden files under ${folder}, got none.`);
    return 2;
  }
  const listed = listedDepartures(ROOT);
  let ok = true;
  for (const name of files) {
    const run = RUNNERS[name];
    if (run === undefined) {
      console.log(`${name}: nobody runs it (see test/conformance/registry.ts)`);
      ok = false;
      continue;
    }
    const results = await run(join(folder, name));
    const count = (outcome: string): number => results.filter((result) => result.outcome === outcome).length;
    for (const result of results) if (result.outcome === 'failed') console.log(`  ${result.id}: ${result.detail}`);
    const unlisted = new Set(results.flatMap((result) => (result.outcome === 'departed' ? result.departures.filter((each) => !listed.has(each)) : [])));
    for (const each of unlisted) console.log(`  docs/from-ignite.md does not list: ${each}`);
    console.log(`${name}: ${count('passed')} passed, ${count('failed')} failed, ${count('departed')} departures`);
    const missing = new Set(results.flatMap((result) => (result.outcome === 'missing' ? result.missing : [])));
    if (missing.size > 0) console.log(`${name}: ${count('missing')} not run, for want of ${[...missing].sort().join(', ')}`);
    ok &&= count('failed') === 0 && unlisted.size === 0;
  }
  return ok ? 0 : 1;
}

const [folder = join(ROOT, 'test', 'fixtures', 'golden'), ...wanted] = process.argv.slice(2);
process.exitCode = await main(resolve(folder), wanted);
