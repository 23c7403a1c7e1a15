import { join } from 'node:path';
import { useTestBackend } from '../support/backend';
import { builtMetrics } from './metric-factory';
import { metricCases } from './metrics-runner';

useTestBackend();

const cases = metricCases(join(__dirname, '../fixtures/golden/metrics.json'));
const groups = new Map<string, typeof cases>();
for (const one of cases) groups.set(one.metric, [...(groups.get(one.metric) ?? []), one]);

describe('metrics give what Ignite gives', () => {
  for (const [metric, entries] of groups) {
    const built = entries.filter(({ missing }) => missing.length === 0);
    if (built.length === 0) continue;
    test(`${metric}: ${built.length} of ${entries.length} cases`, async () => {
      const wrong: string[] = [];
      for (const { id, check } of built) {
        await check().catch((error: unknown) => wrong.push(`${id}: ${error instanceof Error ? error.message : String(error)}`));
      }
      expect(wrong).toEqual([]);
    });
  }
});

test('a case that needs a metric which is not built says which', () => {
  for (const { id, missing } of cases) for (const name of missing) expect([id, builtMetrics.includes(name)]).toEqual([id, false]);
});
