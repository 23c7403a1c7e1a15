import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A function that gives a new path in a folder that is removed after the tests of the file. */
export function useTemporaryFolder(): (name?: string) => string {
  const root = mkdtempSync(join(tmpdir(), 'tfjs-ignite-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  let count = 0;
  return (name = 'it') => join(root, String(count++), name);
}
