import { readFileSync } from 'node:fs';
import { withNumbers } from './handlers-values';
import type { CaseResult } from './result';
import type { Sections } from './run-sections';
import { runSections } from './run-sections';
import type { BatchSizeCase } from './schedulers-batch-size';
import { runBatchSize } from './schedulers-batch-size';
import type { ParamCase } from './schedulers-param';
import { runParam } from './schedulers-param';
import type { PlateauCase } from './schedulers-plateau';
import { runPlateau } from './schedulers-plateau';
import type { StateCase } from './schedulers-state';
import { runState } from './schedulers-state';

const sections: Sections = {
  paramSchedulers: (one) => runParam(one as ParamCase),
  plateau: (one) => runPlateau(one as PlateauCase),
  stateSchedulers: (one) => runState(one as StateCase),
  batchSize: (one) => runBatchSize(one as BatchSizeCase),
};

/** Runs all cases of a file in the format of `schedulers.json`. */
export function runSchedulersFile(file: string): Promise<CaseResult[]> {
  return runSections(withNumbers(JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>), sections);
}
