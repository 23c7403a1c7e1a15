import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const place = mkdtempSync(join(tmpdir(), 'tfjs-ignite-native-'));
const bin = join(place, 'bin');
const linux = process.platform === 'linux' ? it : it.skip; // the script is for Linux only and says so elsewhere

interface Machine {
  /** Programs that are there beside bash, dirname and uname; each does what its text says. */
  readonly programs: Record<string, string>;
  /** Packages in node_modules. */
  readonly packages?: readonly string[];
}

/** Runs the script in a checkout of its own, on a machine that has only the given programs. */
function native({ programs, packages = ['@tensorflow/tfjs-core'] }: Machine): { status: number | null; message: string } {
  rmSync(place, { recursive: true, force: true });
  mkdirSync(bin, { recursive: true });
  mkdirSync(join(place, 'scripts'));
  cpSync(resolve(__dirname, '../../scripts/native.sh'), join(place, 'scripts/native.sh'));
  for (const name of packages) mkdirSync(join(place, 'node_modules', name), { recursive: true });
  for (const name of ['bash', 'dirname', 'mkdir', 'rm']) symlinkSync(spawnSync('which', [name]).stdout.toString().trim(), join(bin, name));
  for (const [name, text] of Object.entries({ uname: 'case $1 in -s) echo Linux;; *) echo x86_64;; esac', ...programs })) {
    writeFileSync(join(bin, name), `#!${join(bin, 'bash')}\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const { status, stderr } = spawnSync(join(bin, 'bash'), ['scripts/native.sh'], { cwd: place, env: { PATH: bin }, encoding: 'utf8' });
  return { status, message: stderr.trim() };
}

afterAll(() => rmSync(place, { recursive: true, force: true }));

const installed = { node: 'echo 4.22.0', npm: '' };
const withHeaders = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-node', 'node-api-headers/include'];

describe('scripts/native.sh ends with one sentence that says what to do when something is missing', () => {
  const cases: readonly (readonly [string, Machine, string])[] = [
    ['npm', { programs: { node: '' } }, 'native: npm is not installed; install Node 20.9 or newer'],
    ['node_modules', { programs: installed, packages: [] }, 'native: node_modules is not complete; run: npm ci'],
    ['the package after npm ran', { programs: installed }, 'native: npm did not install node_modules/@tensorflow/tfjs-node'],
    ['g++', { programs: installed, packages: withHeaders }, 'native: g++ is not installed; on Debian or Ubuntu: apt-get install g++'],
    ['python3', { programs: { ...installed, 'g++': '' }, packages: withHeaders }, 'native: python3 is not installed; on Debian or Ubuntu: apt-get install python3 python3-pip'],
    ['pip', { programs: { ...installed, 'g++': '', python3: 'exit 1' }, packages: withHeaders }, 'native: python3 has no pip; on Debian or Ubuntu: apt-get install python3-pip'],
    ['the wheel', { programs: { ...installed, 'g++': '', python3: '[ "$3" != download ]' }, packages: withHeaders }, "native: pip could not download tensorflow-cpu 2.15.1; check the network and pip's index"],
    ['a processor that TensorFlow has a wheel for', { programs: { ...installed, uname: 'case $1 in -s) echo Linux;; *) echo riscv64;; esac' } }, 'native: TensorFlow publishes no wheel for riscv64; use the wasm backend'],
    ['Linux', { programs: { ...installed, uname: 'echo Darwin' } }, 'native: this script builds on Linux only; on Darwin run: npm install @tensorflow/tfjs-node'],
  ];

  linux.each(cases)('%s', (_, machine, message) => {
    expect(native(machine)).toEqual({ status: 1, message });
  });
});
