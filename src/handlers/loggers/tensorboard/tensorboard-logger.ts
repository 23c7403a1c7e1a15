import * as z from 'zod/mini';
import type { AppendFile } from '../../../contracts';
import { parseOptions } from '../../../internal';
import { appendFileSchema } from '../../schemas';
import type { ExperimentLoggerOptions } from '../experiment-logger';
import { ExperimentLogger, experimentLoggerShape } from '../experiment-logger';
import type { LogKind, LogSink } from '../log-record';
import { encodeEvent, firstEvents } from './events';
import { canEncodePng } from './png';
import { ProtobufWriter } from './protobuf-writer';
import { tfRecords } from './tf-records';

const schema = z.strictObject({ file: appendFileSchema, purgeStep: z.optional(z.int()), ...experimentLoggerShape });

/** Options of {@link TensorboardLogger}. */
export interface TensorboardLoggerOptions extends ExperimentLoggerOptions {
  /** A new file, whose name holds `tfevents`; in Node `tensorboardLogger(directory)` makes one. */
  readonly file: AppendFile;
  /** When a run goes on: TensorBoard forgets what earlier files of the folder say of this step and later ones. @default none */
  readonly purgeStep?: number;
}

/**
 * Logs to an event file that TensorBoard reads: scalars, histograms, images, texts, hyperparameters.
 *
 * Scalars are float32 in the file. Histograms have TensorFlow's default buckets; what is not finite is left out of them. `hparams` belongs at the
 * end of a run, once: its metrics are the columns of the HPARAMS tab.
 *
 * @throws OptionError for wrong options
 *
 * @example
 * ```ts
 * import { Engine, Events, TensorboardLogger, memoryAppendFile } from 'tfjs-ignite';
 *
 * const file = memoryAppendFile();
 * const logger = new TensorboardLogger({ file });
 * const trainer = new Engine((_, batch: number) => batch / 2);
 * logger.attachOutputHandler(trainer, { event: Events.ITERATION_COMPLETED, tag: 'training', outputTransform: (loss) => ({ loss }) });
 * await trainer.run([1, 2]);
 * logger.log({ kind: 'hparams', params: { lr: 0.1 }, metrics: { 'training/final': 1 } }, 2);
 * await logger.close();
 * new TextDecoder().decode(file.content()).includes('training/loss'); // => true
 * ```
 */
export class TensorboardLogger extends ExperimentLogger {
  constructor(options: TensorboardLoggerOptions) {
    parseOptions('TensorboardLogger', schema, options);
    const { file, purgeStep, ...rest } = options;
    super(tensorboardSink(file, purgeStep), rest);
  }
}

function tensorboardSink(file: AppendFile, purgeStep: number | undefined): LogSink {
  const kinds: readonly LogKind[] = ['scalars', 'text', 'histogram', 'hparams'];
  let hasBegun = false;
  return {
    owner: 'TensorboardLogger',
    location: file.location,
    kinds: canEncodePng ? [...kinds, 'image'] : kinds,
    async write(records) {
      const writer = new ProtobufWriter();
      const events = hasBegun ? [] : firstEvents(records[0]?.time ?? 0, purgeStep);
      for (const record of records) events.push(await encodeEvent(writer, record));
      await file.append(tfRecords(events));
      hasBegun = true;
    },
    close: () => file.close(),
  };
}
