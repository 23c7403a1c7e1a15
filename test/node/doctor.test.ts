import { backendNames } from '../../src/node/backend';
import type { BackendProbe } from '../../src/node/doctor';
import { diagnose, formatDiagnosis } from '../../src/node/doctor';

function answers(works: readonly string[]): (name: BackendProbe['name']) => Promise<BackendProbe> {
  return async (name) =>
    works.includes(name)
      ? { name, outcome: 'works', reason: '', mend: '', stepMilliseconds: 2 }
      : { name, outcome: name === 'tfjs-node' ? 'failed' : 'missing', reason: 'Broken.', mend: `npm install ${name}` };
}

describe('diagnose', () => {
  it('tries every backend, one after the other', async () => {
    let running = 0;
    const diagnosis = await diagnose(async (name) => {
      running++;
      await Promise.resolve();
      expect(running--).toBe(1);
      return answers(['cpu'])(name);
    });
    expect(diagnosis.backends.map(({ name }) => name)).toEqual([...backendNames]);
  });

  it('says that auto takes the fastest that works', async () => {
    expect((await diagnose(answers(['cpu', 'wasm']))).auto).toBe('wasm');
    expect((await diagnose(answers([]))).auto).toBeUndefined();
  });
});

describe('formatDiagnosis', () => {
  it('has a line for each backend, with the mend of each that does not work', async () => {
    const lines = formatDiagnosis(await diagnose(answers(['cpu']))).split('\n');
    expect(lines[0]).toContain(`Node ${process.versions.node} on ${process.platform}`);
    expect(lines.slice(1)).toEqual([
      '  tfjs-node-gpu  not installed. npm install tfjs-node-gpu',
      '  tfjs-node      fails: Broken. npm install tfjs-node',
      '  webgpu         not installed. npm install webgpu',
      '  wasm           not installed. npm install wasm',
      '  cpu            works; a training step of one convolution takes 2.0 ms',
      "useBackend('auto') takes cpu.",
    ]);
  });

  it('says what to install when nothing works', async () => {
    expect(formatDiagnosis(await diagnose(answers([])))).toContain('npm install @tensorflow/tfjs-backend-wasm');
  });
});
