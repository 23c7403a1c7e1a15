import { runEngineFile } from './engine-runner';
import type { Runner } from './result';

/** Who runs which golden file, by its path below the folder of golden files. */
export const RUNNERS: Readonly<Record<string, Runner>> = {
  'engine.json': runEngineFile,
};
