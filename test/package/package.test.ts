import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(__dirname, '../..');
const place = mkdtempSync(join(tmpdir(), 'tfjs-ignite-package-'));
const installed = join(place, 'package');
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };

interface Outcome {
  readonly code: number;
  readonly output: string;
}

async function node(folder: string, ...args: readonly string[]): Promise<Outcome> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: folder, env: { ...process.env, NODE_OPTIONS: '' } });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}

/** The package as its users have it: in a folder with node_modules, found by its own name. Types are built and checked apart, in CI. */
beforeAll(async () => {
  mkdirSync(installed);
  cpSync(join(root, 'package.json'), join(installed, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(installed, 'node_modules'));
  for (const name of ['smoke.mjs', 'smoke.cjs', 'entries.mjs', 'check.cjs']) cpSync(join(__dirname, name), join(installed, name));
  const built = await node(root, 'node_modules/tsup/dist/cli-default.js', '--no-dts', '--no-sourcemap', '--silent', '--out-dir', join(installed, 'dist'));
  expect(built).toMatchObject({ code: 0 });
});

afterAll(() => rmSync(place, { recursive: true, force: true }));

describe('the built package in plain Node', () => {
  it.each(['smoke.mjs', 'smoke.cjs'])('loads every entry, shares classes among them, and trains (%s)', async (script) => {
    expect(await node(installed, script, 'wasm')).toEqual({ code: 0, output: expect.stringContaining('"backend":"wasm"') as string });
  });

  it('has an engine that needs no TensorFlow.js', async () => {
    const bare = join(place, 'bare');
    const own = join(bare, 'node_modules/tfjs-ignite');
    mkdirSync(own, { recursive: true });
    cpSync(join(installed, 'dist'), join(own, 'dist'), { recursive: true });
    cpSync(join(installed, 'package.json'), join(own, 'package.json'));
    for (const name of Object.keys(dependencies)) cpSync(join(root, 'node_modules', name), join(bare, 'node_modules', name), { recursive: true });

    const program = `({ Engine, Events }) => {
      const engine = new Engine((_, batch) => batch * 2);
      engine.on(Events.COMPLETED, () => console.log('output', engine.state.output));
      return engine.run([1, 2, 3], { maxEpochs: 2 });
    }`;
    const esm = await node(bare, '--input-type=module', '-e', `import * as entry from 'tfjs-ignite/engine'; await (${program})(entry);`);
    const cjs = await node(bare, '-e', `void (${program})(require('tfjs-ignite/engine'));`);
    const tensors = await node(bare, '-e', `require('tfjs-ignite/metrics')`);
    expect([esm, cjs]).toEqual([
      { code: 0, output: 'output 6\n' },
      { code: 0, output: 'output 6\n' },
    ]);
    // The other entries need it, so the test would notice if this folder could reach one.
    expect(tensors.output).toContain('@tensorflow/tfjs-core');
  });

  it('has a command that finds the wasm backend', async () => {
    const { code, output } = await node(installed, 'dist/node/cli.js', 'doctor');
    expect(code).toBe(0);
    expect(output).toMatch(/wasm +works/);
  });

  it('refuses an unknown command with its usage', async () => {
    expect(await node(installed, 'dist/node/cli.js', 'docter')).toMatchObject({ code: 2, output: expect.stringContaining('there is no command docter') as string });
  });
});
