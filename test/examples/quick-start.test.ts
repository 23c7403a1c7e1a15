import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(__dirname, '../..');
const example = resolve(root, 'examples/quick-start.ts');

it('learns the two arms of a spiral in five epochs', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', example], { cwd: root, env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' } });
  expect(stdout).toMatch(/^100 \d/m);
  const accuracies = [...stdout.matchAll(/^Epoch (\d): accuracy (\d\.\d\d)$/gm)].map(([, epoch, accuracy]) => [Number(epoch), Number(accuracy)]);
  expect(accuracies.map(([epoch]) => epoch)).toEqual([1, 2, 3, 4, 5]);
  expect(accuracies.at(-1)?.[1]).toBeGreaterThan(0.7);
});

it('holds the first lines of the README, word for word', () => {
  const snippet = /```typescript\n([\s\S]*?)\n```/.exec(readFileSync(resolve(root, 'README.md'), 'utf8'))?.[1]?.trim().split('\n') ?? [];
  const lines = readFileSync(example, 'utf8').split('\n').map((line) => line.replace(/^ {2}/, ''));
  expect(snippet.length).toBeGreaterThanOrEqual(8);
  expect(lines.join('\n')).toContain(snippet.join('\n'));
});
