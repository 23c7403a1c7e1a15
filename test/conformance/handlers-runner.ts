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
import type { Sections } from './run-sections';
import { runSections } from './run-sections';

const sections: Sections = {
  earlyStopping: (one) => runEarlyStopping(withNumbers(one) as EarlyStoppingCase),
  checkpoint: (one) => runCheckpoint(withNumbers(one) as CheckpointCase),
  modelCheckpoint: (one) => runCheckpoint(withNumbers(one) as CheckpointCase),
  terminateOnNan: (one) => runTerminateOnNan(one as NanCase),
  epochOutputStore: (one) => runEpochOutputStore(one as StoreCase),
  ema: (one) => runEma(withNumbers(one) as EmaCase),
  gradientAccumulation: (one) => runGradientAccumulation(withNumbers(one) as AccumulationCase),
  lrFinder: (one) => runLrFinder(withNumbers(one) as LrFinderCase),
};

/** Runs all cases of a file in the format of `handlers.json`. */
export async function runHandlersFile(file: string): Promise<CaseResult[]> {
  await startBackend(); // outputs hold tensors
  return runSections(JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>, sections);
}
