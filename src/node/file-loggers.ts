import { hostname } from 'node:os';
import { join } from 'node:path';
import type { CsvLoggerOptions, JsonlLoggerOptions, TensorboardLoggerOptions } from '../handlers';
import { CsvLogger, JsonlLogger, TensorboardLogger } from '../handlers';
import { appendFile } from './append-file';

let loggers = 0;

/**
 * A {@link TensorboardLogger} with a new file in a folder, named `events.out.tfevents.<seconds>.<host>.<process>.<count>`.
 *
 * A run that goes on uses the same folder, and `purgeStep` when it goes on from a step before the last one that was logged.
 *
 * @example
 * ```ts
 * import { tensorboardLogger } from 'tfjs-ignite/node';
 *
 * const logger = tensorboardLogger('runs/first'); // to be seen with: tensorboard --logdir runs
 * ```
 */
export function tensorboardLogger(directory: string, options: Omit<TensorboardLoggerOptions, 'file'> = {}): TensorboardLogger {
  const { wallTime = Date.now } = options;
  const seconds = String(Math.floor(wallTime() / 1000)).padStart(10, '0');
  const name = `events.out.tfevents.${seconds}.${hostname()}.${process.pid}.${loggers++}`;
  return new TensorboardLogger({ ...options, file: appendFile(join(directory, name)) });
}

/**
 * A {@link JsonlLogger} of a file, which is made at the first write; what it holds already is kept.
 *
 * @example
 * ```ts
 * import { jsonlLogger } from 'tfjs-ignite/node';
 *
 * const logger = jsonlLogger('out/metrics.jsonl');
 * ```
 */
export function jsonlLogger(path: string, options: Omit<JsonlLoggerOptions, 'file'> = {}): JsonlLogger {
  return new JsonlLogger({ ...options, file: appendFile(path) });
}

/**
 * A {@link CsvLogger} of a file, which is made at the first write; what it holds already is kept.
 *
 * @example
 * ```ts
 * import { csvLogger } from 'tfjs-ignite/node';
 *
 * const logger = csvLogger('out/metrics.csv');
 * ```
 */
export function csvLogger(path: string, options: Omit<CsvLoggerOptions, 'file'> = {}): CsvLogger {
  return new CsvLogger({ ...options, file: appendFile(path) });
}
