import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { testBackend } from './backend';

/** What a run of the recipe came to. */
export interface RecipeRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RecipeOptions {
  /** Sends a signal as soon as a file is there. */
  readonly kill?: { readonly signal: 'SIGKILL' | 'SIGINT'; readonly when: string };
}

/** The slow backend of the suite is too slow for a DenseNet-121 on 224 pixels. */
export const recipeBackend = testBackend === 'cpu' ? 'wasm' : testBackend;

const script = resolve(__dirname, '../../examples/caltech256.ts');

/** Runs `examples/caltech256.ts` as a user does, in a process of its own. */
export function runRecipe(args: readonly string[], { kill }: RecipeOptions = {}): Promise<RecipeRun> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], { env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' } });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const watch = kill && setInterval(() => existsSync(kill.when) && child.kill(kill.signal) && clearInterval(watch), 5);
    child.on('error', fail);
    child.on('close', (code) => {
      clearInterval(watch);
      done({ code, stdout, stderr });
    });
  });
}
