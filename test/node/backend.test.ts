import * as tf from '@tensorflow/tfjs-core';
import { BackendError, OptionError } from '../../src/errors';
import { restoreUtil, startFirst, useBackend } from '../../src/node/backend';
import type { BackendName, BackendSource } from '../../src/node/backend';

function source(name: BackendName, load: () => Promise<readonly string[]>, backend = 'cpu'): BackendSource {
  return { name, package: `@tensorflow/${name}`, backend, load };
}

function notFound(packageName: string): Error {
  return Object.assign(new Error(`Cannot find module '${packageName}'`), { code: 'MODULE_NOT_FOUND' });
}

beforeAll(async () => {
  await import('@tensorflow/tfjs-backend-cpu');
});

describe('useBackend', () => {
  it.each(['wasm', 'cpu'] as const)('starts %s and says so', async (name) => {
    const report = await useBackend(name);
    expect(report).toMatchObject({ name, backend: name, package: `@tensorflow/tfjs-backend-${name}`, tried: [{ name, outcome: 'taken' }] });
    expect(tf.getBackend()).toBe(name);
  });

  it('auto starts something, and says why those before it were not taken', async () => {
    const report = await useBackend('auto');
    expect(tf.getBackend()).toBe(report.backend);
    expect(report.tried.at(-1)).toMatchObject({ name: report.name, outcome: 'taken' });
    for (const failure of report.tried.slice(0, -1)) {
      expect(failure.outcome).not.toBe('taken');
      expect(failure.reason).not.toBe('');
      expect(failure.mend).not.toBe('');
    }
  });

  it('refuses a name that it does not know', async () => {
    await expect(useBackend('cuda' as never)).rejects.toThrow(OptionError);
    await expect(useBackend('cuda' as never)).rejects.toThrow("'auto' or one of tfjs-node-gpu, tfjs-node, webgpu, wasm, cpu");
  });

  it('refuses an option that it does not know', async () => {
    await expect(useBackend('cpu', { log: console } as never)).rejects.toThrow(OptionError);
    await expect(useBackend('cpu', { logger: {} } as never)).rejects.toThrow('a logger with info, warn and error');
  });
});

describe('the choice among backends', () => {
  it('takes the first that works and tells the logger about the others', async () => {
    const lines: string[] = [];
    const note = (message: string): void => void lines.push(message);
    const report = await startFirst(
      [
        source('tfjs-node-gpu', () => Promise.reject(notFound('@tensorflow/tfjs-node-gpu'))),
        source('tfjs-node', () => Promise.reject(new Error("The Node.js native addon module (tfjs_binding.node) can not be found at path: x.\nMore"))),
        source('cpu', () => Promise.resolve(['Kernel'])),
      ],
      { info: note, warn: note, error: note },
    );
    expect(report.addedKernels).toEqual(['Kernel']);
    expect(report.tried).toEqual([
      {
        name: 'tfjs-node-gpu',
        package: '@tensorflow/tfjs-node-gpu',
        outcome: 'missing',
        reason: 'It is not installed.',
        mend: 'Install it: npm install @tensorflow/tfjs-node-gpu@4.22',
      },
      {
        name: 'tfjs-node',
        package: '@tensorflow/tfjs-node',
        outcome: 'failed',
        reason: 'The Node.js native addon module (tfjs_binding.node) can not be found at path: x.',
        mend: 'Its add-on was not built: npm rebuild @tensorflow/tfjs-node --build-addon-from-source, or see docs/backends.md.',
      },
      { name: 'cpu', package: '@tensorflow/cpu', outcome: 'taken', reason: '', mend: '' },
    ]);
    expect(lines).toEqual([
      'backend tfjs-node-gpu is not installed',
      expect.stringMatching(/^backend tfjs-node fails: The Node\.js native addon.*npm rebuild/),
      'backend cpu',
    ]);
  });

  it('calls a package whose own parts are missing failed, not missing', async () => {
    const report = await startFirst([source('tfjs-node', () => Promise.reject(notFound('@mapbox/node-pre-gyp'))), source('cpu', () => Promise.resolve([]))]);
    expect(report.tried[0]).toMatchObject({ outcome: 'failed', reason: "Cannot find module '@mapbox/node-pre-gyp'." });
  });

  it('names both packages when the one that another needs is missing', async () => {
    const webgpu = { ...source('webgpu', () => Promise.reject(notFound('webgpu'))), package: '@tensorflow/tfjs-backend-webgpu', companion: 'webgpu' };
    const report = await startFirst([webgpu, source('cpu', () => Promise.resolve([]))]);
    expect(report.tried[0]).toMatchObject({
      outcome: 'missing',
      reason: 'The package webgpu is not installed.',
      mend: 'Install it: npm install @tensorflow/tfjs-backend-webgpu@4.22 webgpu',
    });
  });

  it('passes over a backend that TensorFlow.js does not know after its package was loaded', async () => {
    const report = await startFirst([source('wasm', () => Promise.resolve([]), 'no-such-backend'), source('cpu', () => Promise.resolve([]))]);
    expect(report.tried.map(({ outcome }) => outcome)).toEqual(['failed', 'taken']);
  });

  it('names the install command when the only one asked for is missing', async () => {
    const missing = startFirst([source('tfjs-node', () => Promise.reject(notFound('@tensorflow/tfjs-node')))]);
    await expect(missing).rejects.toThrow(BackendError);
    await expect(missing).rejects.toThrow('npm install @tensorflow/tfjs-node@4.22');
  });

  it('lists every reason when none works', async () => {
    const none = startFirst([
      source('tfjs-node', () => Promise.reject(notFound('@tensorflow/tfjs-node'))),
      source('cpu', () => Promise.reject(new Error('broken'))),
    ]);
    await expect(none).rejects.toMatchObject({ code: 'ERR_BACKEND' });
    await expect(none).rejects.toThrow('tfjs-node: It is not installed. cpu: broken.');
  });
});

describe('restoreUtil', () => {
  it('puts back what newer Nodes lack', () => {
    const target: { isNullOrUndefined?: (value: unknown) => boolean; isArray?: (value: unknown) => boolean } = {};
    restoreUtil(target);
    expect([undefined, null, 0, ''].map((value) => target.isNullOrUndefined?.(value))).toEqual([true, true, false, false]);
    expect(target.isArray?.([])).toBe(true);
  });

  it('leaves what is there as it is', () => {
    const own = (): boolean => true;
    const target = { isNullOrUndefined: own, isArray: own };
    restoreUtil(target);
    expect(target).toEqual({ isNullOrUndefined: own, isArray: own });
  });
});
