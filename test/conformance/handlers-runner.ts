import { readFileSync } from 'node:fs';
import { startBackend } from '../support/backend';
import type { CheckpointCase } from './handlers-checkpoint';
import { runCheckpoint } from './handlers-checkpoint';
import type { EmaCase } from './handlers-ema';
import { runEma } from './handlers-ema';
import type { EarlyStoppingCase } from './handlers-early-stopping';
import { runEarlyStopping } from './handlers-early-stopping';
import type { AccumulationCase } from './handlers-gradient-accumulation';
import { runGradientAccumulation } from './handlers-gradient-accumulation';
import type { LrFinderCase } from './handlers-lr-finder';
import { runLrFinder } from './handlers-lr-finder';
import type { NanCase, StoreCase } from './handlers-outputs';
import { runEpochOutputStore, runTerminateOnNan } from './handlers-outputs';
import { withNumbers } from './handlers-values';
import type { CaseResult } from './result';

/** How the cases of each section are run; the format of a section is the file's promise. */
const sections: Readonly<Record<string, (one: unknown) => Promise<CaseResult>>> = {
  earlyStopping: (one) => runEarlyStopping(withNumbers(one) as EarlyStoppingCase),
  checkpoint: (one) => runCheckpoint(withNumbers(one) as CheckpointCase),
  modelCheckpoint: (one) => runCheckpoint(withNumbers(one) as CheckpointCase),
  terminateOnNan: (one) => runTerminateOnNan(one as NanCase),
  epochOutputStore: (one) => runEpochOutputStore(one as StoreCase),
  ema: (one) => runEma(withNumbers(one) as EmaCase),
  gradientAccumulation: (one) => runGradientAccumulation(withNumbers(one) as AccumulationCase),
  lrFinder: (one) => runLrFinder(withNumbers(one) as LrFinderCase),
};

interface Case {
  readonly id: string;
}

/** Runs all cases of a file in the format of `handlers.json`. */
export async function runHandlersFile(file: string): Promise<CaseResult[]> {
  await startBackend(); // outputs hold tensors
  const content = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const results: CaseResult[] = [];
  for (const [section, value] of Object.entries(content)) {
    if (!Array.isArray(value)) continue; // the origin of the file
    for (const one of value as Case[]) results.push(await runOne(section, one));
  }
  return results;
}

async function runOne(section: string, one: Case): Promise<CaseResult> {
  const { id } = one;
  const run = sections[section];
  if (run === undefined) return { id, outcome: 'failed', detail: `nobody runs the section ${section}` };
  try {
    return await run(one);
  } catch (error) {
    return { id, outcome: 'failed', detail: String(error) };
  }
}
