import { memoryStore } from '../../../../src/handlers';
import { PageWriter } from '../../../../src/handlers/loggers/report/page-writer';

function writer(write: (content: string) => Promise<void>) {
  const warnings: string[] = [];
  let rendered = 0;
  const page = new PageWriter({
    owner: 'Test',
    store: { ...memoryStore(), write: (_, content) => write(new TextDecoder().decode(content)) },
    filename: 'page.html',
    render: () => Promise.resolve(`page ${++rendered}`),
    logger: { warn: (message) => void warnings.push(message) },
  });
  return { page, warnings };
}

test('who asks while a write is under way gets one more after it', async () => {
  const written: string[] = [];
  const { page } = writer(async (content) => void written.push(content));
  await Promise.all([page.write(), page.write(), page.write()]);
  expect(written).toEqual(['page 1', 'page 2']);
  await page.write();
  expect(written).toHaveLength(3);
});

test('a failure is warned of once, until a write succeeds', async () => {
  let isBroken = true;
  const { page, warnings } = writer(() => (isBroken ? Promise.reject(new Error('disk full')) : Promise.resolve()));
  await page.write();
  await page.write();
  expect(warnings).toEqual(['Test: page.html in memory cannot be written: disk full. Training goes on, and it is tried again.']);
  await expect(page.close()).rejects.toThrow('disk full');
  isBroken = false;
  await page.close();
  isBroken = true;
  await page.write();
  expect(warnings).toHaveLength(2);
});
