import { DataError } from '../errors';
import type { DataFault } from '../errors';

/** Pillow's limit (twice 2^30 / 4 / 3 pixels), above which an image counts as an attack on the memory. */
export const MAX_PIXELS = 178_956_970;

const EXPECTED: Readonly<Record<DataFault, string>> = {
  truncated: 'a whole image; this one is cut off or damaged',
  'not-an-image': 'an image',
  'too-large': `an image of at most ${MAX_PIXELS} pixels`,
};

/** The error of a file that cannot be decoded, named. */
export function imageFault(path: string, kind: DataFault, details?: string, cause?: unknown): DataError {
  return new DataError(
    {
      owner: path,
      expected: `${EXPECTED[kind]}${details === undefined ? '' : ` (${details})`}`,
      mend: "Replace or remove the file, or leave such files out with onError: 'skip'.",
      ...(cause === undefined ? {} : { cause }),
    },
    kind,
  );
}

/** Refuses sizes that Pillow refuses. */
export function checkSize(path: string, width: number, height: number): void {
  if (width < 1 || height < 1) throw imageFault(path, 'truncated', `${width} x ${height} pixels`);
  if (width * height > MAX_PIXELS) throw imageFault(path, 'too-large', `${width} x ${height} pixels`);
}
