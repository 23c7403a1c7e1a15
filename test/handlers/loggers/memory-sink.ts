import type { ExperimentLoggerOptions, LogKind, LogRecord, LogSink } from '../../../src/handlers';
import { experimentLogger } from '../../../src/handlers';

/** A logger whose records can be looked at. */
export function memoryLogger(options: ExperimentLoggerOptions = {}, kinds: readonly LogKind[] = ['scalars']) {
  const records: LogRecord[] = [];
  const warnings: string[] = [];
  const sink: LogSink = {
    owner: 'TestLogger',
    location: 'memory',
    kinds,
    write: (some) => {
      records.push(...some);
      return Promise.resolve();
    },
  };
  const note = (message: string): void => void warnings.push(message);
  const logger = experimentLogger(sink, { wallTime: () => 0, logger: { info: note, warn: note, error: note }, ...options });
  /** Values by step, once everything is written. */
  const scalars = async (): Promise<[number, Readonly<Record<string, number>>][]> => {
    await logger.flush();
    return records.flatMap((record) => (record.kind === 'scalars' ? [[record.step, record.values]] : []));
  };
  return { logger, records, warnings, scalars };
}
