import { readFileSync } from 'node:fs';
import { withNumbers } from './handlers-values';
import type { CaseResult } from './result';
import type { BatchSizeCase } from './schedulers-batch-size';
import { runBatchSize } from './schedulers-batch-size';
import type { ParamCase } from './schedulers-param';
import { runParam } from './schedulers-param';
import type { PlateauCase } from './schedulers-plateau';
import { runPlateau } from './schedulers-plateau';
import type { StateCase } from './schedulers-state';
import { runState } from './schedulers-state';

/** How the cases of each section are run; the format of a section is the file's promise. */
const sections: Readonly<Record<string, (one: unknown) => CaseResult | Promise<CaseResult>>> = {
  paramSchedulers: (one) => runParam(one as ParamCase),
  plateau: (one) => runPlateau(one as PlateauCase),
  stateSchedulers: (one) => runState(one as StateCase),
  batchSize: (one) => runBatchSize(one as BatchSizeCase),
};

/** Runs all cases of a file in the format of `schedulers.json`. */
export async function runSchedulersFile(file: string): Promise<CaseResult[]> {
  const content = withNumbers(JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>);
  const results: CaseResult[] = [];
  for (const [section, cases] of Object.entries(content)) {
    if (!Array.isArray(cases)) continue; // the origin of the file
    for (const one of cases as { readonly id: string }[]) results.push(await runOne(section, one));
  }
  return results;
}

async function runOne(section: string, one: { readonly id: string }): Promise<CaseResult> {
  const { id } = one;
  const run = sections[section];
  if (run === undefined) return { id, outcome: 'failed', detail: `nobody runs the section ${section}` };
  try {
    return await run(one);
  } catch (error) {
    return { id, outcome: 'failed', detail: String(error) };
  }
}
