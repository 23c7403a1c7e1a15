import type { AppendFile } from '../../contracts';
import { joinBytes } from '../../internal';

/** An {@link AppendFile} whose content can be taken out. */
export interface MemoryAppendFile extends AppendFile {
  /** A copy of what was appended so far. */
  content(): Uint8Array;
}

/**
 * A file in memory that grows at its end: for tests, and for a page that offers the file as a download.
 *
 * @example
 * ```ts
 * import { CsvLogger, memoryAppendFile } from 'tfjs-ignite/handlers';
 *
 * const file = memoryAppendFile();
 * const logger = new CsvLogger({ file, wallTime: () => 0 });
 * logger.logScalars({ loss: 0.5 }, 1);
 * await logger.close();
 * new TextDecoder().decode(file.content()); // => 'step,time,name,value\r\n1,0,loss,0.5\r\n'
 * ```
 */
export function memoryAppendFile(): MemoryAppendFile {
  const parts: Uint8Array[] = [];
  return {
    location: 'memory',
    append(content) {
      if (content.length > 0) parts.push(content.slice());
      return Promise.resolve();
    },
    lastByte: () => Promise.resolve(parts.at(-1)?.at(-1)),
    close: () => Promise.resolve(),
    content: () => joinBytes(parts),
  };
}
