import * as z from 'zod/mini';
import type { AppendFile } from '../../contracts';
import { parseOptions } from '../../internal';
import { appendFileSchema } from '../schemas';
import type { ExperimentLoggerOptions } from './experiment-logger';
import { ExperimentLogger, experimentLoggerShape } from './experiment-logger';
import { histogramBuckets } from './histogram-buckets';
import { lineSink } from './line-sink';
import type { LogRecord } from './log-record';

const schema = z.strictObject({ file: appendFileSchema, ...experimentLoggerShape });

/** Options of {@link JsonlLogger}. */
export interface JsonlLoggerOptions extends ExperimentLoggerOptions {
  /** The file; what it holds already is kept. In Node `jsonlLogger(path)` makes one. */
  readonly file: AppendFile;
}

/**
 * Logs one JSON object a line: `step`, `time` (milliseconds since 1970), `kind`, and what the record holds.
 *
 * JSON has no NaN and no infinities: they are the strings `"NaN"`, `"Infinity"` and `"-Infinity"`, so that every line is valid and nothing is lost.
 * A histogram is written as TensorFlow's default buckets. Images have no place.
 *
 * @throws OptionError for wrong options
 *
 * @example
 * ```ts
 * import { JsonlLogger, memoryAppendFile } from 'tfjs-ignite';
 *
 * const file = memoryAppendFile();
 * const logger = new JsonlLogger({ file, wallTime: () => 0 });
 * logger.logScalars({ loss: 0.5, norm: NaN }, 1);
 * await logger.close();
 * new TextDecoder().decode(file.content()); // => '{"step":1,"time":0,"kind":"scalars","values":{"loss":0.5,"norm":"NaN"}}\n'
 * ```
 */
export class JsonlLogger extends ExperimentLogger {
  constructor(options: JsonlLoggerOptions) {
    parseOptions('JsonlLogger', schema, options);
    const { file, ...rest } = options;
    super(lineSink({ owner: 'JsonlLogger', kinds: ['scalars', 'text', 'histogram', 'hparams'], file, lineEnd: '\n', lines: (record) => [lineOf(record)] }), rest);
  }
}

function lineOf(record: LogRecord): string {
  const { step, time, kind, ...content } = record;
  const shown = record.kind === 'histogram' ? { tag: record.tag, ...(histogramBuckets(record.values) ?? { count: 0 }) } : content;
  return JSON.stringify({ step, time, kind, ...shown }, (_, value: unknown) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value));
}
