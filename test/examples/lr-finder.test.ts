import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(__dirname, '../..');

it('finds a rate with which the wave is learnt in five epochs', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', resolve(root, 'examples/lr-finder.ts')], {
    cwd: root,
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' },
  });
  expect(stdout).toContain('◆ suggested');
  const rate = Number(/^Learning rate (\S+)$/m.exec(stdout)?.[1]);
  expect(rate).toBeGreaterThan(1e-3);
  expect(rate).toBeLessThan(10);
  expect(Number(/^Accuracy (\S+)$/m.exec(stdout)?.[1])).toBeGreaterThan(0.8);
});
