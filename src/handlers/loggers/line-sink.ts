import type { AppendFile } from '../../contracts';
import type { LogKind, LogRecord, LogSink } from './log-record';

/** A text file of records. */
export interface LineFormat {
  readonly owner: string;
  readonly kinds: readonly LogKind[];
  readonly file: AppendFile;
  /** The first line of a file that was empty. */
  readonly header?: string;
  readonly lineEnd: string;
  /** The lines of a record. */
  readonly lines: (record: LogRecord) => readonly string[];
}

const encoder = new TextEncoder();
const NEWLINE = 10;

/** Writes records to the end of a text file. */
export function lineSink({ owner, kinds, file, header, lineEnd, lines }: LineFormat): LogSink {
  let hasBegun = false;
  /** What stands before the first record: the header, or the end of a line that a killed process left unfinished. */
  const beginning = async (): Promise<string> => {
    const last = await file.lastByte();
    if (last === undefined) return header === undefined ? '' : header + lineEnd;
    return last === NEWLINE ? '' : lineEnd;
  };
  return {
    owner,
    kinds,
    location: file.location,
    async write(records) {
      const parts = hasBegun ? [] : [await beginning()];
      for (const record of records) for (const line of lines(record)) parts.push(line, lineEnd);
      await file.append(encoder.encode(parts.join('')));
      hasBegun = true;
    },
    close: () => file.close(),
  };
}
