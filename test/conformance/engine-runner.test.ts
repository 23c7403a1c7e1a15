import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runEngineFile } from './engine-runner';
import type { CaseResult } from './result';
import type { Scenario } from './scenario';

interface GoldenFile {
  cases: Scenario[];
  filters: { id: string; expected: { fires: number[] } }[];
  api: { id: string; calls: { method: string }[] }[];
}

const golden = (): GoldenFile => JSON.parse(readFileSync(join(__dirname, '../fixtures/golden/engine.json'), 'utf8')) as GoldenFile;

async function run(file: Partial<GoldenFile>): Promise<CaseResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  try {
    writeFileSync(join(folder, 'engine.json'), JSON.stringify({ cases: [], filters: [], api: [], ...file }));
    return await runEngineFile(join(folder, 'engine.json'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const outcomes = (results: readonly CaseResult[]): string[] => results.map((result) => (result.outcome === 'departed' ? result.departures.join() : result.outcome));

describe('the runner of engine.json', () => {
  it('fails each case whose recording is another by a row, a batch, a counter or an error', async () => {
    const changes: ((each: Scenario) => void)[] = [
      ({ expected }) => expected.trace.splice(1, 1),
      ({ expected }) => expected.batches[0]?.push(99),
      ({ expected }) => expected.states.forEach((state) => (state.iteration += 1)),
      ({ expected }) => (expected.errors[0] = { type: 'ValueError', about: 'made up', message: 'made up' }),
    ];
    const passing = golden().cases.filter(({ expected }) => expected.errors.every((error) => error === null) && expected.trace.length > 3);
    const ids = new Set((await run({ cases: passing })).flatMap(({ id, outcome }) => (outcome === 'passed' ? [id] : [])));
    const sample = passing.filter(({ id }) => ids.has(id)).slice(0, 20);
    for (const change of changes) {
      const changed = structuredClone(sample);
      changed.forEach(change);
      expect((await run({ cases: changed })).filter(({ outcome }) => outcome !== 'failed')).toEqual([]);
    }
  });

  it('fails a filter that fires elsewhere', async () => {
    const [first] = golden().filters;
    const changed = { ...first, expected: { fires: [...(first?.expected.fires ?? []), 10_000] } } as GoldenFile['filters'][number];
    expect(await run({ filters: [changed] })).toMatchObject([{ outcome: 'failed' }]);
  });

  it('fails what it does not know: an action, a kind of data, a call', async () => {
    const action = { id: 'action', engine: {}, handlers: [{ id: 'h', on: 'STARTED', filter: null, action: 'dance' }], runs: [{ data: { kind: 'list', length: 1, base: 0 } }] };
    const data = { id: 'data', engine: {}, handlers: [], runs: [{ data: { kind: 'tape' } }] };
    const expected = { trace: [], batches: [], states: [], errors: [], warnings: [] };
    const cases = [action, data].map((each) => ({ ...each, expected })) as unknown as Scenario[];
    const api = [{ id: 'call', calls: [{ method: 'dance' }], expected: { error: null, result: null, called: [] } }];
    expect(await run({ cases, api })).toMatchObject([{ outcome: 'failed' }, { outcome: 'failed' }, { outcome: 'failed' }]);
  });

  it('judges by what a scenario does, not by its id', async () => {
    const { cases } = golden();
    const renamed = cases.map((each, index) => ({ ...each, id: `case-${index}`, group: 'any', quirk: undefined, quirkFromRun: undefined }));
    expect(outcomes(await run({ cases: renamed }))).toEqual(outcomes(await run({ cases })));
  });
});
