import { join } from 'node:path';
import { listedDepartures } from './listed-departures';
import type { CaseResult } from './result';
import { runSchedulersFile } from './schedulers-runner';

const ROOT = join(__dirname, '..', '..');

describe('the golden cases of the schedulers', () => {
  let results: CaseResult[] = [];
  beforeAll(async () => {
    results = await runSchedulersFile(join(ROOT, 'test', 'fixtures', 'golden', 'schedulers.json'));
  });

  test('all agree with Ignite, or depart as the documentation says', () => {
    expect(results.flatMap((result) => (result.outcome === 'failed' ? [`${result.id}: ${result.detail}`] : []))).toEqual([]);
    expect(results.filter(({ outcome }) => outcome === 'passed').length).toBeGreaterThan(330);
  });

  test('depart only under names that docs/from-ignite.md lists', () => {
    const listed = listedDepartures(ROOT);
    const used = new Set(results.flatMap((result) => (result.outcome === 'departed' ? result.departures : [])));
    expect([...used].filter((name) => !listed.has(name))).toEqual([]);
  });
});
