/** `npm run bench [-- NAME…]`: runs the benchmarks of this folder, prints them as tables and writes `bench/results/<name>.json`. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BenchModule } from './harness';
import { formatRows, machineFacts } from './harness';

const folder = join(process.cwd(), 'bench');

/** The benchmarks there are: every file of this folder that is not part of the harness. */
const available = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && !['run.ts', 'harness.ts'].includes(file))
  .map((file) => file.slice(0, -'.ts'.length))
  .sort();

async function main(wanted: readonly string[]): Promise<number> {
  const unknown = wanted.filter((name) => !available.includes(name));
  if (unknown.length > 0) {
    console.error(`bench: there is no ${unknown.join(', ')}. There are: ${available.join(', ')}`);
    return 2;
  }
  console.log(machineFacts());
  for (const name of wanted.length > 0 ? wanted : available) {
    const module = (await import(pathToFileURL(join(folder, `${name}.ts`)).href)) as BenchModule;
    console.log(`\n${module.name}`);
    const rows = await module.bench();
    console.log(formatRows(rows));
    mkdirSync(join(folder, 'results'), { recursive: true });
    writeFileSync(join(folder, 'results', `${name}.json`), `${JSON.stringify({ name: module.name, machine: machineFacts(), rows }, null, 2)}\n`);
  }
  return 0;
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
