import { join } from 'node:path';
import { runEngineFile } from './engine-runner';
import { listedDepartures } from './listed-departures';
import type { CaseResult } from './result';

const ROOT = join(__dirname, '..', '..');

describe('the golden cases of the engine', () => {
  let results: CaseResult[] = [];
  beforeAll(async () => {
    results = await runEngineFile(join(ROOT, 'test', 'fixtures', 'golden', 'engine.json'));
  });

  test('all agree with Ignite, or depart as the documentation says', () => {
    expect(results.flatMap((result) => (result.outcome === 'failed' ? [`${result.id}: ${result.detail}`] : []))).toEqual([]);
    expect(results.length).toBeGreaterThan(600);
  });

  test('depart only under names that docs/from-ignite.md lists', () => {
    const listed = listedDepartures(ROOT);
    const used = new Set(results.flatMap((result) => (result.outcome === 'departed' ? result.departures : [])));
    expect([...used].filter((name) => !listed.has(name))).toEqual([]);
  });
});
