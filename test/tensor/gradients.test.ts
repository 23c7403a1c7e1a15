import { execFileSync } from 'node:child_process';
import { buildSync } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { valueAndGradients } from '../../src/tensor';
import { useTestBackend } from '../support/backend';

useTestBackend();

describe('valueAndGradients', () => {
  it('gives the value, and the gradient of each parameter under our name', () => {
    const w = tf.variable(tf.tensor1d([1, 2]));
    const b = tf.variable(tf.scalar(5));
    const { value, gradients } = valueAndGradients(
      () => tf.add(tf.sum(tf.square(w)), tf.mul(b, 3)),
      [{ name: 'dense/w', variable: w }, { name: 'dense/b', variable: b }],
    );
    expect(value.dataSync()[0]).toBe(20);
    expect([...gradients.keys()]).toEqual(['dense/w', 'dense/b']);
    expect([...(gradients.get('dense/w')?.dataSync() ?? [])]).toEqual([2, 4]);
    expect([...(gradients.get('dense/b')?.dataSync() ?? [])]).toEqual([3]);
  });

  it('leaves out frozen parameters and those that the value does not depend on', () => {
    const used = tf.variable(tf.scalar(1));
    const frozen = tf.variable(tf.scalar(1), false);
    const unused = tf.variable(tf.scalar(1));
    const parameters = [{ name: 'used', variable: used }, { name: 'frozen', variable: frozen }, { name: 'unused', variable: unused }];
    const { gradients } = valueAndGradients(() => tf.mul(used, frozen), parameters);
    expect([...gradients.keys()]).toEqual(['used']);
  });

  it('leaves nothing behind but the value and the gradients', () => {
    const w = tf.variable(tf.scalar(2));
    const before = tf.memory().numTensors;
    const { value, gradients } = valueAndGradients(() => tf.square(tf.square(w)), [{ name: 'w', variable: w }]);
    expect(tf.memory().numTensors).toBe(before + 2);
    tf.dispose([value, ...gradients.values()]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('leaves nothing behind when the function fails half-way, and works again afterwards', () => {
    const w = tf.variable(tf.scalar(2));
    const parameters = [{ name: 'w', variable: w }];
    const before = tf.memory().numTensors;
    const failing = () => {
      tf.exp(tf.square(w));
      throw new Error('half-way');
    };
    expect(() => tf.tidy(() => valueAndGradients(failing, parameters).value)).toThrow('half-way');
    expect(tf.memory().numTensors).toBe(before);
    expect(tf.tidy(() => valueAndGradients(() => tf.square(w), parameters).gradients.get('w')?.dataSync()[0])).toBe(4);
  });
});

describe('the bundle for plain Node', () => {
  it('has gradients with nothing imported but TensorFlow.js core and this package', () => {
    const folder = mkdtempSync(join(__dirname, '../../.gradients-'));
    try {
      buildSync({
        entryPoints: [join(__dirname, '../../src/tensor/index.ts')],
        bundle: true, packages: 'external', format: 'cjs', platform: 'node', outfile: join(folder, 'tensor.cjs'), logLevel: 'silent',
      });
      const program = `
        const tf = require('@tensorflow/tfjs-core');
        require('@tensorflow/tfjs-backend-cpu');
        const { valueAndGradients } = require('./tensor.cjs');
        const w = tf.variable(tf.tensor2d([[1, 2], [3, 4]]));
        const { gradients } = valueAndGradients(() => tf.sum(tf.matMul(w, tf.ones([2, 1]))), [{ name: 'w', variable: w }]);
        console.log([...gradients.get('w').dataSync()].join(' '));`;
      expect(execFileSync(process.execPath, ['-e', program], { cwd: folder, encoding: 'utf8' }).trim()).toBe('1 1 1 1');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
