import util from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import type { Logger } from '../contracts';
import { BackendError, OptionError } from '../errors';
import { hasMethods, parseOptions } from '../internal';
import { registerWasmKernels } from '../tensor';

/** Backends of this library by the end of their package's name, fastest first; `auto` tries them in this order. */
export const backendNames = ['tfjs-node-gpu', 'tfjs-node', 'webgpu', 'wasm', 'cpu'] as const;

/** A backend by the end of its package's name. */
export type BackendName = (typeof backendNames)[number];

/** What became of one backend. */
export interface BackendTry {
  readonly name: BackendName;
  readonly package: string;
  /** `taken`; `missing` when the package is not installed; `failed` when it is, and does not work. */
  readonly outcome: 'taken' | 'missing' | 'failed';
  /** Why it was not taken; empty for the one that was. */
  readonly reason: string;
  /** What to do about it; empty for the one that was taken. */
  readonly mend: string;
}

/** Which backend runs now, and why the ones before it do not. */
export interface BackendReport {
  readonly name: BackendName;
  /** What TensorFlow.js calls it: `tensorflow`, `webgpu`, `wasm` or `cpu`. */
  readonly backend: string;
  /** The package it comes from. */
  readonly package: string;
  /** Kernels that this library added to it or replaced in it, in this call. */
  readonly addedKernels: readonly string[];
  /** Every backend that was tried, in order; the last one was taken. */
  readonly tried: readonly BackendTry[];
}

/** Options of {@link useBackend}. */
export interface UseBackendOptions {
  /** Told which backend was taken and why others were not. @default none */
  readonly logger?: Logger;
  /** Folder of the `.wasm` files, with a slash at its end; needed only where a bundler moved the backend away from them. */
  readonly wasmPaths?: string;
}

const schema = z.strictObject({
  logger: z.optional(z.custom<Logger>((value) => hasMethods(value, 'info', 'warn', 'error'), 'a logger with info, warn and error')),
  wasmPaths: z.optional(z.string()),
});

/** How a backend is started: its package is loaded late, since all of them are optional. */
export interface BackendSource {
  readonly name: BackendName;
  readonly package: string;
  /** Another package that it needs. */
  readonly companion?: string;
  /** What TensorFlow.js calls it. */
  readonly backend: string;
  /** Loads the package, which registers the backend; returns the kernels that were added to it. */
  readonly load: () => Promise<readonly string[]>;
}

/** The backends that this library knows, in the order in which `auto` tries them. */
export function backendSources(wasmPaths?: string): BackendSource[] {
  return [
    { name: 'tfjs-node-gpu', package: '@tensorflow/tfjs-node-gpu', backend: 'tensorflow', load: () => loadNative(() => importOptional('@tensorflow/tfjs-node-gpu')) },
    { name: 'tfjs-node', package: '@tensorflow/tfjs-node', backend: 'tensorflow', load: () => loadNative(() => importOptional('@tensorflow/tfjs-node')) },
    { name: 'webgpu', package: '@tensorflow/tfjs-backend-webgpu', companion: 'webgpu', backend: 'webgpu', load: loadWebgpu },
    { name: 'wasm', package: '@tensorflow/tfjs-backend-wasm', backend: 'wasm', load: () => loadWasm(wasmPaths) },
    {
      name: 'cpu',
      package: '@tensorflow/tfjs-backend-cpu',
      backend: 'cpu',
      load: async () => {
        await import('@tensorflow/tfjs-backend-cpu');
        return [];
      },
    },
  ];
}

/**
 * Makes a backend the current one, with what training on it needs.
 *
 * `'auto'` takes the fastest that works here: tfjs-node-gpu, tfjs-node, webgpu, wasm, cpu, in this order. On Node 23 and later it first
 * restores the functions of `node:util` that tfjs-node 4.22 calls and that Node has dropped. On wasm it adds the kernels that the
 * gradients of convolutions and embeddings need.
 *
 * @param name a backend by the end of its package's name, or `'auto'`
 * @throws BackendError when the backend is not installed or does not work; its message says what to install
 *
 * @example
 * ```ts
 * import { useBackend } from 'tfjs-ignite/node';
 *
 * const report = await useBackend('cpu');
 * report.backend; // => 'cpu'
 * report.tried.length; // => 1
 * ```
 */
export async function useBackend(name: BackendName | 'auto' = 'auto', options: UseBackendOptions = {}): Promise<BackendReport> {
  const { logger, wasmPaths } = parseOptions('useBackend', schema, options);
  const sources = backendSources(wasmPaths);
  const wanted = name === 'auto' ? sources : sources.filter((source) => source.name === name);
  if (wanted.length === 0) {
    throw new OptionError({ owner: 'useBackend.name', expected: `'auto' or one of ${backendNames.join(', ')}`, got: name });
  }
  return startFirst(wanted, logger);
}

/** Starts the first source that works. */
export async function startFirst(sources: readonly BackendSource[], logger?: Logger): Promise<BackendReport> {
  const tried: BackendTry[] = [];
  let firstCause: unknown;
  for (const source of sources) {
    const { attempt, addedKernels, cause } = await tryBackend(source);
    tried.push(attempt);
    firstCause ??= cause;
    const { name, outcome, reason, mend } = attempt;
    if (outcome === 'taken') {
      logger?.info(`backend ${name}`);
      return { name, backend: source.backend, package: source.package, addedKernels, tried };
    }
    // Not having an optional package is ordinary; having one that fails is worth a warning.
    if (outcome === 'failed') logger?.warn(`backend ${name} fails: ${reason} ${mend}`);
    else logger?.info(`backend ${name} is not installed`);
  }
  throw failureOf(tried, firstCause);
}

/** What came of one backend, whether it works or not. */
export interface BackendAttempt {
  readonly attempt: BackendTry;
  readonly addedKernels: readonly string[];
  readonly cause?: unknown;
}

/** Starts one backend and says what came of it. */
export async function tryBackend(source: BackendSource): Promise<BackendAttempt> {
  try {
    const addedKernels = await start(source);
    return { attempt: { name: source.name, package: source.package, outcome: 'taken', reason: '', mend: '' }, addedKernels };
  } catch (cause) {
    return { attempt: explain(source, cause), addedKernels: [], cause };
  }
}

async function start({ name, backend, load }: BackendSource): Promise<readonly string[]> {
  const addedKernels = await load();
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js could not start its ${backend} backend`);
  await tf.ready();
  const product = tf.matMul([[1, 2]], [[3], [4]]);
  const [value] = await product.data();
  product.dispose();
  if (value !== 11) throw new Error(`${name} computes wrong results: 1 * 3 + 2 * 4 gave ${String(value)}`);
  return addedKernels;
}

async function loadNative(load: () => Promise<unknown>): Promise<readonly string[]> {
  restoreUtil();
  // Without this, TensorFlow writes lines about the processor to the terminal of every program.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '1';
  await load();
  return [];
}

async function loadWasm(wasmPaths: string | undefined): Promise<readonly string[]> {
  // In Node the package finds its .wasm files beside itself.
  const wasm = await import('@tensorflow/tfjs-backend-wasm');
  if (wasmPaths !== undefined) wasm.setWasmPaths(wasmPaths);
  return registerWasmKernels();
}

/** What the `webgpu` package gives Node, which browsers have by themselves. */
interface NodeWebgpu {
  readonly create: (flags: readonly string[]) => { requestAdapter(): Promise<object | null> };
  readonly globals: Readonly<Record<string, unknown>>;
}

async function loadWebgpu(): Promise<readonly string[]> {
  if (!('navigator' in globalThis && 'gpu' in globalThis.navigator)) {
    const { create, globals } = (await importOptional('webgpu')) as NodeWebgpu;
    const gpu = create([]);
    // Asked first, so that a machine without one keeps its globals as they are.
    if ((await gpu.requestAdapter()) === null) throw new Error('WebGPU finds no adapter on this machine');
    // What the backend finds in a browser: the classes of the API, `navigator.gpu` and `self`.
    Object.assign(globalThis, globals, { self: globalThis });
    if (!('navigator' in globalThis)) Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });
    Object.defineProperty(globalThis.navigator, 'gpu', { value: gpu, configurable: true });
  }
  await importOptional('@tensorflow/tfjs-backend-webgpu');
  return [];
}

/** Loads a package that may be absent, also while this library is compiled. */
async function importOptional(name: string): Promise<unknown> {
  return (await import(name)) as unknown;
}

/** Puts back the functions that Node 23 removed from `node:util` and that tfjs-node 4.22 calls. */
export function restoreUtil(target: object = util): void {
  const removed = { isArray: Array.isArray, isNullOrUndefined: (value: unknown) => value === null || value === undefined };
  for (const [name, value] of Object.entries(removed)) {
    if (!(name in target)) Object.defineProperty(target, name, { value, configurable: true, writable: true });
  }
}

function explain({ name, package: packageName, companion }: BackendSource, error: unknown): BackendTry {
  const reason = firstSentence(error);
  const install = `npm install ${packageName}@4.22${companion === undefined ? '' : ` ${companion}`}`;
  if (isMissing(packageName, error)) return { name, package: packageName, outcome: 'missing', reason: 'It is not installed.', mend: `Install it: ${install}` };
  if (companion !== undefined && isMissing(companion, error)) {
    return { name, package: packageName, outcome: 'missing', reason: `The package ${companion} is not installed.`, mend: `Install it: ${install}` };
  }
  return { name, package: packageName, outcome: 'failed', reason, mend: mendOf(name, packageName, reason) };
}

function mendOf(name: BackendName, packageName: string, reason: string): string {
  if (/native addon module|tfjs_binding/.test(reason)) {
    return `Its add-on was not built: npm rebuild ${packageName} --build-addon-from-source, or see docs/backends.md.`;
  }
  if (name === 'webgpu') return 'It needs a graphics card with a Vulkan, Metal or Direct3D 12 driver; otherwise take @tensorflow/tfjs-backend-wasm.';
  if (name === 'tfjs-node-gpu') return 'It needs CUDA 11.2 and cuDNN 8.1; otherwise take @tensorflow/tfjs-node.';
  return `Install it again: npm install ${packageName}@4.22`;
}

function isMissing(packageName: string, error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return (
    (code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND') &&
    // The package's own missing parts carry the same code, with their names.
    new RegExp(`['"]${packageName}['"]`).test(String(message).split('\n', 1)[0] ?? '')
  );
}

function firstSentence(error: unknown): string {
  const text = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]?.trim() ?? '';
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function failureOf(tried: readonly BackendTry[], cause: unknown): BackendError {
  const [only] = tried;
  if (tried.length === 1 && only !== undefined) {
    const expected = `${only.package} to ${only.outcome === 'missing' ? 'be installed' : 'work'}`;
    return new BackendError({ owner: 'useBackend', expected, mend: only.outcome === 'missing' ? only.mend : `${only.reason} ${only.mend}`, cause });
  }
  const list = tried.map(({ name, reason }) => `${name}: ${reason}`).join(' ');
  return new BackendError({
    owner: 'useBackend',
    expected: `one of ${tried.map(({ name }) => name).join(', ')} to work`,
    mend: `${list} Install one: npm install @tensorflow/tfjs-backend-wasm@4.22`,
    cause,
  });
}
