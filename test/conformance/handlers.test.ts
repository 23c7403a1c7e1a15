import { join } from 'node:path';
import { runHandlersFile } from './handlers-runner';
import { listedDepartures } from './listed-departures';
import type { CaseResult } from './result';

const ROOT = join(__dirname, '..', '..');

describe('the golden cases of the handlers', () => {
  let results: CaseResult[] = [];
  beforeAll(async () => {
    results = await runHandlersFile(join(ROOT, 'test', 'fixtures', 'golden', 'handlers.json'));
  });

  test('all agree with Ignite, or depart as the documentation says', () => {
    expect(results.flatMap((result) => (result.outcome === 'failed' ? [`${result.id}: ${result.detail}`] : []))).toEqual([]);
    expect(results.filter(({ outcome }) => outcome === 'passed').length).toBeGreaterThan(200);
  });

  test('depart only under names that docs/from-ignite.md lists', () => {
    const listed = listedDepartures(ROOT);
    const used = new Set(results.flatMap((result) => (result.outcome === 'departed' ? result.departures : [])));
    expect([...used].filter((name) => !listed.has(name))).toEqual([]);
  });
});
