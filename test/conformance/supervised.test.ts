import { join } from 'node:path';
import { useTestBackend } from '../support/backend';
import type { CaseResult } from './result';
import { runSupervisedFile } from './supervised-runner';

useTestBackend();

describe('supervised.json', () => {
  let results: CaseResult[] = [];
  beforeAll(async () => {
    results = await runSupervisedFile(join(__dirname, '../fixtures/golden/supervised.json'));
  });

  it('has cases', () => {
    expect(results.length).toBeGreaterThan(0);
  });

  it('trains and evaluates as Ignite does on torch', () => {
    expect(results.filter((result) => result.outcome !== 'passed')).toEqual([]);
  });
});
