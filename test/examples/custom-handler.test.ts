import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(__dirname, '../..');

it('stops a run that goes wrong, and a resumed one at the same iteration', async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--import', 'tsx', resolve(root, 'examples/custom-handler.ts')], { cwd: root });
  const runs = [...stdout.matchAll(/^from iteration (\d+): stopped at iteration (\d+)$/gm)].map(([, from, to]) => [Number(from), Number(to)]);
  expect(stderr).toBe('');
  expect(runs).toHaveLength(2);
  expect(runs[0]?.[0]).toBe(0);
  expect(runs[1]?.[0]).toBeGreaterThan(0);
  expect(runs[1]?.[1]).toBe(runs[0]?.[1]);
  expect(runs[0]?.[1]).toBeLessThan(200);
});
