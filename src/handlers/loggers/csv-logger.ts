import * as z from 'zod/mini';
import type { AppendFile } from '../../contracts';
import { parseOptions } from '../../internal';
import { csvField } from '../csv-field';
import { appendFileSchema } from '../schemas';
import type { ExperimentLoggerOptions } from './experiment-logger';
import { ExperimentLogger, experimentLoggerShape } from './experiment-logger';
import { lineSink } from './line-sink';
import type { LogRecord } from './log-record';

const schema = z.strictObject({ file: appendFileSchema, ...experimentLoggerShape });

/** Options of {@link CsvLogger}. */
export interface CsvLoggerOptions extends ExperimentLoggerOptions {
  /** The file; what it holds already is kept, and a header is written only when it is empty. In Node `csvLogger(path)` makes one. */
  readonly file: AppendFile;
}

/**
 * Logs scalars as CSV, one value a line under the header `step,time,name,value`.
 *
 * This long form takes values that appear later in a run; a pivot makes columns of the names: `df.pivot(index='step', columns='name', values='value')`
 * in pandas. Times are milliseconds since 1970. NaN and infinities are `NaN`, `Infinity` and `-Infinity`. Lines end and fields are quoted as RFC 4180 says.
 *
 * @throws OptionError for wrong options
 *
 * @example
 * ```ts
 * import { CsvLogger, memoryAppendFile } from 'tfjs-ignite';
 *
 * const file = memoryAppendFile();
 * const logger = new CsvLogger({ file, wallTime: () => 0 });
 * logger.logScalars({ loss: 0.5, 'a, b': 2 }, 1);
 * await logger.close();
 * new TextDecoder().decode(file.content()); // => 'step,time,name,value\r\n1,0,loss,0.5\r\n1,0,"a, b",2\r\n'
 * ```
 */
export class CsvLogger extends ExperimentLogger {
  constructor(options: CsvLoggerOptions) {
    parseOptions('CsvLogger', schema, options);
    const { file, ...rest } = options;
    super(lineSink({ owner: 'CsvLogger', kinds: ['scalars'], file, header: 'step,time,name,value', lineEnd: '\r\n', lines }), rest);
  }
}

function lines(record: LogRecord): string[] {
  if (record.kind !== 'scalars') return [];
  return Object.entries(record.values).map(([name, value]) => `${record.step},${record.time},${csvField(name)},${value}`);
}
