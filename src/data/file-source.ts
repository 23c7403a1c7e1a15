/** One name in a folder. */
export interface FileEntry {
  /** Name within the folder. */
  readonly name: string;
  /** What it is; for a link, what it leads to: `missing` when that is not there. */
  readonly kind: 'file' | 'directory' | 'other' | 'missing';
  /** Whether it is a link. */
  readonly link: boolean;
  /** Bytes of a file, else 0. */
  readonly size: number;
  /** When a file was last changed, in milliseconds since 1970, else 0. */
  readonly modified: number;
}

/** A tree of folders and files: a file system, or a user's own. */
export interface FileSource {
  /** Everything in a folder, in any order. Rejects with a `DataError` when there is no such folder. */
  list(directory: string): Promise<FileEntry[]>;
  /** The whole file. */
  read(path: string): Promise<Uint8Array>;
  /** The path of a name within a folder. */
  join(directory: string, name: string): string;
  /** A text that two paths share if and only if they are the same folder, whatever links they go through. */
  identity(directory: string): Promise<string>;
}
